using Signals.Core.Model;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Combinations;

/// <summary>The rings as one: the combination that they serve or are on the way to, and the change to another.</summary>
internal sealed class CombinationRings
{
    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly ActuatedRing[] _rings;
    private readonly int _startUp;

    public CombinationRings(PhaseTable table, CombinationTable combinations, GroupSet startUp)
    {
        _table = table;
        _combinations = combinations;
        _rings = [.. Enumerable.Range(0, table.RingCount).Select(ring => new ActuatedRing(table, ring))];
        _startUp = combinations.All.Select(c => c.Index)
            .FirstOrDefault(c => startUp.Overlaps(combinations[c].Green) && combinations[c].Green.IsSupersetOf(startUp), 0);
    }

    public ReadOnlySpan<ActuatedRing> All => _rings;

    public Combination Running => _combinations[Index];

    /// <summary>Index of <see cref="Running"/>.</summary>
    public int Index { get; private set; }

    /// <summary>A phase of the combination has not turned green yet: nothing can be decided before it has.</summary>
    public bool IsComingUp
    {
        get
        {
            foreach (var ring in _rings)
            {
                if (ring.Phase is not null && !ring.Green.IsGreen)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Takes over from what is shown; the start-up combination when nothing is.</summary>
    public void Adopt(in ControlView view)
    {
        var shown = new ShownPhases(_table, view);
        var running = PhaseSet.Empty;
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            running = shown.InRing(ring) is var phase and >= 0 ? running.With(phase) : running;
        }

        Index = running.IsEmpty ? _startUp : Math.Max(0, _combinations.Containing(running));
        foreach (var ring in _rings)
        {
            var phase = Running.PhaseOfRing[ring.Index];
            ring.Idle();
            if (phase >= 0)
            {
                ring.Adopt(_table[phase], view);
            }
        }
    }

    /// <summary>Starts a combination if every phase that it ends may end now.</summary>
    /// <returns>False when it may not; nothing has changed then.</returns>
    public bool TryEnter(int next, in ControlView view)
    {
        foreach (var ring in _rings)
        {
            if (ring.Phase is { } phase && !_combinations[next].Phases.Contains(phase.Index) && !ring.MayEnd(view))
            {
                return false;
            }
        }

        foreach (var ring in _rings)
        {
            var phase = _combinations[next].PhaseOfRing[ring.Index];
            if (phase < 0)
            {
                ring.Idle();
            }
            else if (ring.Phase?.Index != phase)
            {
                ring.Enter(_table[phase], view.Now);
            }
        }

        Index = next;
        return true;
    }

    /// <summary>The group is a crossing beside one of the running phases.</summary>
    public bool HaveCrossing(int group)
    {
        foreach (var phase in Running.Phases)
        {
            if (_table[phase].Pedestrians.Contains(group))
            {
                return true;
            }
        }

        return false;
    }
}
