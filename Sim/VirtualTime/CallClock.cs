using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.VirtualTime;

/// <summary>Measures how long registered calls wait for their group, whoever controls. A call counts from its first tick to the group's green or walk.</summary>
/// <param name="caps">Longest wait that each group's calls may have, see <see cref="GroupDemand.MaxWait"/>.</param>
public sealed class CallClock(ImmutableArray<Duration> caps)
{
    private readonly Instant[] _since = new Instant[caps.Length];
    private GroupSet _waiting;
    private GroupSet _beyond;

    /// <summary>Longest wait seen since the last <see cref="Reset"/>, waits that are still open included.</summary>
    public Duration Longest { get; private set; }

    /// <summary>Calls that have waited longer than their cap since the last <see cref="Reset"/>, each counted once.</summary>
    public long BeyondCap { get; private set; }

    /// <summary>Forgets the longest wait and the count, at the end of a warm-up; calls that wait go on waiting.</summary>
    public void Reset() => (Longest, BeyondCap) = (Duration.Zero, 0);

    /// <param name="demand">Calls of this tick.</param>
    /// <param name="go">Groups with right of way.</param>
    /// <param name="now">Deadline of this tick.</param>
    public void Note(in Core.Sensing.Demand demand, GroupSet go, Instant now)
    {
        var waiting = (demand.Calls | demand.PedestrianCalls) - go;
        foreach (var group in waiting)
        {
            if (!_waiting.Contains(group))
            {
                _since[group] = now;
            }

            Longest = Duration.Max(Longest, now - _since[group]);
            if (now - _since[group] > caps[group] && !_beyond.Contains(group))
            {
                _beyond = _beyond.With(group);
                BeyondCap++;
            }
        }

        _waiting = waiting;
        _beyond &= waiting;
    }
}
