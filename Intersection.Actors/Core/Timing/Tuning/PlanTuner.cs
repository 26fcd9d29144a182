using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Tuning;

/// <summary>
/// Fixed-time plans from flows: the tuned baseline that adaptive control must be compared with. Cycle after F. V. Webster, "Traffic Signal Settings"
/// (Road Research Technical Paper 39, 1958): C = (1.5 L + 5) / (1 − Y); splits in proportion to the critical flow ratios, never below minimum
/// green or a crossing's walk and clearance.
/// </summary>
public sealed class PlanTuner
{
    /// <summary>Shortest and longest cycle that is proposed.</summary>
    public static readonly Duration ShortestCycle = Duration.FromSeconds(40), LongestCycle = Duration.FromSeconds(150);

    /// <summary>Part of the change time that still discharges: 0.5 s of yellow.</summary>
    private static readonly Duration YellowUsed = new(500);

    /// <summary>Discharge of a permissive movement against its saturation flow, where a lane group has no protected one.</summary>
    private const double PermissiveShare = 0.4;

    /// <summary>Above this sum of flow ratios Webster's formula runs away; the longest cycle is taken.</summary>
    private const double Saturated = 0.95;

    private readonly Intersection _intersection;
    private readonly PhaseTable _table;
    private readonly double[] _ratio;

    /// <param name="intersection">What is tuned.</param>
    /// <param name="safety">Its compiled safety timing.</param>
    /// <param name="flows">Arrival flow of each lane group.</param>
    public PlanTuner(Intersection intersection, SafetyTable safety, ReadOnlySpan<VehiclesPerHour> flows)
    {
        if (flows.Length != intersection.LaneGroups.Length)
        {
            throw new ArgumentException($"expected a flow for each of the {intersection.LaneGroups.Length} lane groups, got {flows.Length}", nameof(flows));
        }

        _intersection = intersection;
        _table = PhaseTable.Compile(intersection, safety);
        _ratio = new double[_table.Phases.Length];
        foreach (var shared in (bool[])[false, true])
        {
            foreach (var lane in intersection.LaneGroups)
            {
                NoteRatio(lane, flows[lane.Index], shared);
            }
        }
    }

    private PlanTuner(PlanTuner other, double[] ratio) => (_intersection, _table, _ratio) = (other._intersection, other._table, ratio);

    /// <summary>Number of phases or stages, the length of <see cref="Weighted"/>'s weights.</summary>
    public int PhaseCount => _table.Phases.Length;

    /// <summary>The same flows with the flow ratio of each phase multiplied: what a search moves splits with, minimums and barriers kept.</summary>
    /// <param name="weights">One factor a phase or stage, in the order of the sequence; 1 leaves it.</param>
    public PlanTuner Weighted(ReadOnlySpan<double> weights)
    {
        var ratio = new double[_ratio.Length];
        for (var phase = 0; phase < ratio.Length; phase++)
        {
            ratio[phase] = weights[phase] * _ratio[phase];
        }

        return new PlanTuner(this, ratio);
    }

    /// <summary>Cycle by Webster's formula, long enough for every minimum, in whole seconds. A corridor takes the longest of its intersections.</summary>
    public Duration Cycle()
    {
        double flowRatio = 0;
        var lost = Duration.Zero;
        var least = Duration.Zero;
        for (var barrier = 0; barrier < _table.BarrierCount; barrier++)
        {
            var ring = CriticalRing(barrier);
            flowRatio += RatioOf(ring, barrier);
            lost += _table.InRing(ring, barrier).Aggregate(Duration.Zero, (sum, phase) => sum + LostTime(phase));
            least += LeastLength(barrier);
        }

        var webster = flowRatio >= Saturated ? LongestCycle : Duration.FromSeconds((1.5 * lost.TotalSeconds + 5) / (1 - flowRatio));
        var bounded = Duration.Max(least, Duration.Min(LongestCycle, Duration.Max(ShortestCycle, webster)));
        return Duration.FromSeconds(Math.Ceiling(bounded.TotalSeconds));
    }

    /// <summary>A plan of that cycle.</summary>
    /// <param name="number">Plan number 1–253.</param>
    /// <param name="cycle">Raised to the sum of minimums where it is shorter.</param>
    /// <param name="offset">Start of the coordinated green.</param>
    /// <param name="coordinated">Phase or stage numbers that hold the offset.</param>
    public TimingPlan Plan(int number, Duration cycle, Duration offset, ImmutableArray<int> coordinated)
    {
        var barriers = Enumerable.Range(0, _table.BarrierCount).ToArray();
        var lengths = Proportion.Share(
            cycle, [.. barriers.Select(b => RatioOf(CriticalRing(b), b))], [.. barriers.Select(LeastLength)]);
        var splits = new List<Split>();
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            foreach (var barrier in barriers)
            {
                var phases = _table.InRing(ring, barrier);
                var shares = Proportion.Share(lengths[barrier], [.. phases.Select(p => _ratio[p])], [.. phases.Select(LeastSplit)]);
                splits.AddRange(phases.Select((phase, i) => new Split(_table[phase].Number, shares[i])));
            }
        }

        var length = lengths.Aggregate(Duration.Zero, (sum, l) => sum + l);
        var start = new Duration(offset.Milliseconds % length.Milliseconds);
        return new TimingPlan(number, length, start, [.. splits.OrderBy(s => s.PhaseOrStage)], coordinated, TransitionMode.ShortWay);
    }

    /// <summary>
    /// A lane group that one phase serves counts there. One that several serve (a through group that stays green over two stages) needs them
    /// together: what the others' own needs do not cover is added to the first.
    /// </summary>
    private void NoteRatio(LaneGroup lane, VehiclesPerHour flow, bool shared)
    {
        var sure = lane.Movements.Any(m => m.ProtectedBy >= 0);
        var groups = lane.Movements.Select(m => sure ? m.ProtectedBy : m.PermissiveUnder).Where(g => g >= 0).ToArray();
        var phases = _table.Phases.Where(p => groups.Any(p.Callers.Contains)).Select(p => p.Index).ToArray();
        if (phases.Length == 0 || phases.Length > 1 != shared)
        {
            return;
        }

        var ratio = flow.Value / (lane.SaturationFlowPerLane.Value * lane.Lanes * (sure ? 1 : PermissiveShare));
        _ratio[phases[0]] += shared ? Math.Max(0, ratio - phases.Sum(p => _ratio[p])) : Math.Max(0, ratio - _ratio[phases[0]]);
    }

    private double RatioOf(int ring, int barrier) => _table.InRing(ring, barrier).Sum(phase => _ratio[phase]);

    private int CriticalRing(int barrier) => Enumerable.Range(0, _table.RingCount).MaxBy(ring => RatioOf(ring, barrier));

    private Duration LeastLength(int barrier) => Enumerable.Range(0, _table.RingCount)
        .Max(ring => _table.InRing(ring, barrier).Aggregate(Duration.Zero, (sum, phase) => sum + LeastSplit(phase)));

    private Duration LeastSplit(int phase) =>
        _table[phase].MinService(!_table[phase].Pedestrians.IsEmpty) + _table.LongestChange(phase);

    private Duration LostTime(int phase)
    {
        var startUp = _intersection.LaneGroups.Where(l => l.ServedBy.Overlaps(_table[phase].Vehicles)).Select(l => l.StartUpLost.Value).DefaultIfEmpty(2).Max();
        return _table.LongestChange(phase) - YellowUsed + Duration.FromSeconds(startUp);
    }
}
