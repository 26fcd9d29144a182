using Signals.Core.Model;

namespace Signals.Core.Timing.Phases;

/// <summary>
/// Which phases a cabinet is running, read from its indications: how a controller takes over without a step. A phase counts as running when its groups
/// have right of way, when only its crossing walks (leading pedestrian interval), or when its crossing still clears beside its green.
/// </summary>
public readonly ref struct ShownPhases
{
    private readonly PhaseTable _table;
    private readonly GroupSet _go;
    private readonly GroupSet _leaving;

    public ShownPhases(PhaseTable table, in ControlView view)
    {
        _table = table;
        _go = view.Go;
        for (var group = 0; group < view.Shown.Length; group++)
        {
            var state = view.Shown[group].State;
            _go = state == GroupState.RedAmber ? _go.With(group) : _go;
            _leaving = state == GroupState.Yellow ? _leaving.With(group) : _leaving;
        }

        Barrier = BarrierOf();
    }

    /// <summary>Side of the barrier that is shown; 0 when nothing is.</summary>
    public int Barrier { get; }

    /// <summary>Phase that the ring runs, or −1.</summary>
    public int InRing(int ring)
    {
        var best = -1;
        var bestMatch = 0;
        foreach (var phase in _table.InRing(ring, Barrier))
        {
            var match = Match(_table[phase]);
            if (match > bestMatch)
            {
                (best, bestMatch) = (phase, match);
            }
        }

        return best;
    }

    private int BarrierOf()
    {
        var best = 0;
        var bestMatch = 0;
        for (var barrier = 0; barrier < _table.BarrierCount; barrier++)
        {
            var match = 0;
            foreach (var phase in _table.InBarrier(barrier))
            {
                match += Match(_table[phase]);
            }

            if (match > bestMatch)
            {
                (best, bestMatch) = (barrier, match);
            }
        }

        return best;
    }

    /// <summary>Points for groups that go, fewer for members that are missing or just leaving: a stage that shares groups with its neighbour is told from it.</summary>
    private int Match(TimedPhase phase)
    {
        var go = (phase.All & _go).Count;
        if (go == 0)
        {
            return 0;
        }

        var missing = (phase.Vehicles - _go).Count;
        var leaving = (phase.Vehicles & _leaving).Count;
        return Math.Max(1, 64 * go - 16 * missing - 64 * leaving);
    }
}
