using Microsoft.Extensions.Logging;
using Signals.Core.Units;

namespace Signals.Controller.Hosting;

/// <summary>Says when a cabinet is lost or found, and says it again while it is missing. Called once a second.</summary>
/// <param name="junctions">All intersections of the corridor.</param>
/// <param name="runs">True for those that are controlled from here: what another node links to is not ours to miss.</param>
/// <param name="logger">Where it is said.</param>
internal sealed class LinkWatch(IReadOnlyList<Junction> junctions, Func<Junction, bool> runs, ILogger logger)
{
    /// <summary>Patience at start, before a cabinet is called unreachable.</summary>
    private const int PatienceSeconds = 3;

    private const int RepeatSeconds = 60;

    private readonly int[] _missingSeconds = new int[junctions.Count];
    private readonly bool[] _found = new bool[junctions.Count];

    public void Look(Instant now)
    {
        for (var i = 0; i < junctions.Count; i++)
        {
            if (!runs(junctions[i]))
            {
                (_found[i], _missingSeconds[i]) = (false, 0);
            }
            else if (junctions[i].IsLinked(now))
            {
                Found(i);
            }
            else
            {
                Missing(i);
            }
        }
    }

    private void Found(int i)
    {
        if (!_found[i])
        {
            logger.LogInformation("{Id}: cabinet at {Address} is there", junctions[i].Intersection.Id, junctions[i].Address);
        }

        _found[i] = true;
        _missingSeconds[i] = 0;
    }

    private void Missing(int i)
    {
        _missingSeconds[i]++;
        var say = _found[i] ? _missingSeconds[i] == 1 : _missingSeconds[i] == PatienceSeconds;
        if (say || _missingSeconds[i] % RepeatSeconds == 0)
        {
            logger.LogWarning(
                "{Id}: cabinet at {Address} cannot be reached for {Seconds} s ({Problem}); trying on, the others are controlled; check address, port, unit and power of the cabinet",
                junctions[i].Intersection.Id, junctions[i].Address, _missingSeconds[i], junctions[i].Slot.Problem ?? "no answer");
            _found[i] = false;
        }
    }
}
