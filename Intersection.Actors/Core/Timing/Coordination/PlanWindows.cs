using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Coordination;

/// <summary>
/// A coordinated plan laid out on its cycle: for each phase the start of its split and its force-off point. Position 0 (local zero) is the
/// programmed start of the first coordinated phase's green. Immutable.
/// </summary>
public sealed class PlanWindows
{
    private readonly PhaseTable _table;
    private readonly ImmutableArray<Duration> _start;
    private readonly ImmutableArray<Duration> _length;
    private readonly ImmutableArray<Duration> _forceOff;
    private readonly ImmutableArray<Duration> _lead;
    private readonly ImmutableArray<Duration> _yield;

    private PlanWindows(PhaseTable table, TimingPlan plan, Duration cycle, Duration[] start, Duration[] length)
    {
        _table = table;
        Plan = plan;
        Cycle = cycle;
        foreach (var number in plan.Coordinated)
        {
            var phase = table.IndexOf(number);
            Coordinated = phase >= 0 ? Coordinated.With(phase) : Coordinated;
        }

        var zero = Zero(start);
        _length = [.. length];
        _start = [.. start.Select(s => Wrap(s - zero))];
        _forceOff = [.. table.Phases.Select(p => Wrap(_start[p.Index] + length[p.Index] - ChangeAfter(p)))];
        _lead = [.. table.Phases.Select(ChangeBefore)];
        _yield = [.. Enumerable.Range(0, table.RingCount).Select(YieldOf)];
        FastestPercent = ShortestCyclePercent();
    }

    public TimingPlan Plan { get; }

    public Duration Cycle { get; }

    /// <summary>Phases that hold the offset.</summary>
    public PhaseSet Coordinated { get; }

    /// <summary>Cycle length, in percent of <see cref="Cycle"/>, at which some phase would be left with no more than its minimum: 80–100.</summary>
    public int FastestPercent { get; }

    /// <summary>Lays out a plan. Splits of one side of the barrier are as long in every ring as in the longest one.</summary>
    public static PlanWindows Compile(PhaseTable table, TimingPlan plan)
    {
        var start = new Duration[table.Phases.Length];
        var length = new Duration[table.Phases.Length];
        var at = Duration.Zero;
        for (var barrier = 0; barrier < table.BarrierCount; barrier++)
        {
            var end = Enumerable.Range(0, table.RingCount).Max(ring => at + Sum(table, plan, table.InRing(ring, barrier)));
            end = barrier == table.BarrierCount - 1 ? Duration.Max(end, plan.Cycle) : end;
            for (var ring = 0; ring < table.RingCount; ring++)
            {
                Place(table, plan, table.InRing(ring, barrier), at, end, start, length);
            }

            at = end;
        }

        return new PlanWindows(table, plan, at, start, length);
    }

    public Duration Start(int phase) => _start[phase];

    public Duration Split(int phase) => _length[phase];

    /// <summary>Position at which the phase's green must end for the next split to begin on time.</summary>
    public Duration ForceOff(int phase) => _forceOff[phase];

    /// <summary>Green that the split leaves after its change time; zero when the split is shorter.</summary>
    public Duration Green(int phase) => Duration.Max(Duration.Zero, _length[phase] - ChangeAfter(_table[phase]));

    /// <summary>Position at which the ring's coordinated phase may end.</summary>
    public Duration Yield(int ring) => _yield[ring];

    /// <summary>Time since the ring's last yield point, at a position of the cycle: 0 ≤ value &lt; cycle.</summary>
    public Duration SinceYield(int ring, Duration position) => Wrap(position - _yield[ring]);

    /// <summary>Brings a position into 0 ≤ position &lt; cycle.</summary>
    public Duration Wrap(Duration position)
    {
        var rest = position.Milliseconds % Cycle.Milliseconds;
        return new Duration(rest < 0 ? rest + Cycle.Milliseconds : rest);
    }

    /// <summary>The position is inside the phase's programmed green.</summary>
    public bool IsGreenAt(int phase, Duration position) => Wrap(position - _start[phase]) < Green(phase);

    /// <summary>
    /// Programmed phase of a ring: the one that is green at the position, or during a change the one that is to be green next. −1 while the ring has
    /// nothing to do: no phase with a split, or none on this side of the barrier.
    /// </summary>
    public int PhaseAt(int ring, Duration position)
    {
        foreach (var phase in _table.Phases)
        {
            var lead = _lead[phase.Index];
            if (phase.Ring == ring && Green(phase.Index) > Duration.Zero && Wrap(position - _start[phase.Index] + lead) < lead + Green(phase.Index))
            {
                return phase.Index;
            }
        }

        return -1;
    }

    private static Duration Sum(PhaseTable table, TimingPlan plan, ImmutableArray<int> phases) =>
        phases.Aggregate(Duration.Zero, (sum, phase) => sum + plan.SplitOf(table[phase].Number));

    private static void Place(
        PhaseTable table, TimingPlan plan, ImmutableArray<int> phases, Duration at, Duration end, Duration[] start, Duration[] length)
    {
        foreach (var (order, phase) in phases.Index())
        {
            start[phase] = at;
            length[phase] = order == phases.Length - 1 ? end - at : plan.SplitOf(table[phase].Number);
            at += length[phase];
        }
    }

    private Duration Zero(Duration[] start)
    {
        var first = Coordinated.IsEmpty ? start[0] : new Duration(long.MaxValue);
        foreach (var phase in Coordinated)
        {
            first = Duration.Min(first, start[phase]);
        }

        return first;
    }

    private Duration YieldOf(int ring)
    {
        var any = Duration.Zero;
        foreach (var phase in Coordinated)
        {
            any = _forceOff[phase];
            if (_table[phase].Ring == ring)
            {
                return any;
            }
        }

        return any;
    }

    /// <summary>Change into the next phase of the ring with a split, over the barrier where that is next.</summary>
    private Duration ChangeAfter(TimedPhase phase)
    {
        var order = _table.InRing(phase.Ring, phase.Barrier);
        for (var i = phase.Order + 1; i < order.Length; i++)
        {
            if (_length[order[i]] > Duration.Zero)
            {
                return _table.Change(phase.Index, order[i]);
            }
        }

        return _table.BarrierCount == 1 && order.Length > 1 ? _table.Change(phase.Index, order[0]) : ChangeAcross(phase);
    }

    /// <summary>Change into a phase: out of the one before it in its ring, or at the barrier out of whatever ends there in any ring.</summary>
    private Duration ChangeBefore(TimedPhase phase)
    {
        var longest = Duration.Zero;
        foreach (var other in _table.Phases)
        {
            var before = other.Ring == phase.Ring || _table.BarrierCount > 1 ? Wrap(_start[phase.Index] - _start[other.Index] - _length[other.Index]) : Cycle;
            longest = _length[other.Index] > Duration.Zero && before == Duration.Zero && _table.ConflictsOf(phase.Index).Contains(other.Index)
                ? Duration.Max(longest, ChangeAfter(other))
                : longest;
        }

        return longest;
    }

    private Duration ChangeAcross(TimedPhase phase)
    {
        var longest = Duration.Zero;
        var barrier = (phase.Barrier + 1) % _table.BarrierCount;
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            foreach (var first in _table.InRing(ring, barrier))
            {
                longest = Duration.Max(longest, first == phase.Index ? Duration.Zero : _table.Change(phase.Index, first));
                break;
            }
        }

        return longest;
    }

    private int ShortestCyclePercent()
    {
        var percent = 80L;
        foreach (var phase in _table.Phases)
        {
            var needed = phase.MinGreen + ChangeAfter(phase);
            if (_length[phase.Index] > Duration.Zero)
            {
                percent = Math.Max(percent, (needed.Milliseconds * 100 + _length[phase.Index].Milliseconds - 1) / _length[phase.Index].Milliseconds);
            }
        }

        return (int)Math.Min(100, percent);
    }
}
