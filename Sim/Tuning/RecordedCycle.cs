using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing;
using Signals.Core.Timing.FixedTime;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Sim.Tuning;

/// <summary>
/// What an intersection shows in one cycle of a fixed-time plan, tenth by tenth: taken once from the product's own controller and sequencer with every
/// crossing called once in every cycle, then played at any offset. Thousands of candidate plans can be judged this way in the time that a few take with
/// controllers, cabinets and sensors in the loop.
/// </summary>
public sealed class RecordedCycle
{
    /// <summary>Cycles before the recorded one: start-up from all red is over and the plan is in step.</summary>
    private const int Settling = 4;

    private readonly GroupState[] _states;
    private readonly int _groups;
    private readonly long _tenths;

    private RecordedCycle(GroupState[] states, int groups, long tenths) => (_states, _groups, _tenths) = (states, groups, tenths);

    /// <exception cref="ArgumentException">The plan is free: nothing repeats in it.</exception>
    public static RecordedCycle Of(Intersection intersection, SafetyTable safety, TimingPlan plan)
    {
        if (plan.IsFree)
        {
            throw new ArgumentException($"plan {plan.Number} of {intersection.Id} is free; only a plan with a cycle repeats", nameof(plan));
        }

        var tenths = plan.Cycle.Tenths;
        var recorded = new GroupState[tenths * safety.GroupCount];
        var run = new Run(intersection, safety, plan with { Offset = Duration.Zero });
        for (var tick = 0L; tick < tenths * (Settling + 1); tick++)
        {
            var states = run.Tick(new Duration(tick * 100));
            if (tick >= tenths * Settling)
            {
                states.CopyTo(recorded.AsSpan((int)(tick - tenths * Settling) * safety.GroupCount));
            }
        }

        return new RecordedCycle(recorded, safety.GroupCount, tenths);
    }

    /// <summary>Indications by group index.</summary>
    /// <param name="sinceMidnight">Local time, the reference of offsets.</param>
    /// <param name="offset">Offset of the plan.</param>
    public ReadOnlySpan<GroupState> At(Duration sinceMidnight, Duration offset)
    {
        var position = ((sinceMidnight - offset).Tenths % _tenths + _tenths) % _tenths;
        return _states.AsSpan((int)position * _groups, _groups);
    }

    /// <summary>The controller and the model of its cabinet.</summary>
    private sealed class Run(Intersection intersection, SafetyTable safety, TimingPlan plan)
    {
        private readonly FixedTimeController _controller = new(intersection, PhaseTable.Compile(intersection, safety));
        private readonly Sequencer _cabinet = new(safety, Instant.Epoch - Duration.FromSeconds(60));
        private readonly Instant[] _walkedAt = new Instant[safety.GroupCount];
        private readonly GroupStatus[] _shown = new GroupStatus[safety.GroupCount];
        private readonly TrafficPicture _picture = new(intersection);
        private readonly LaneGroupEstimate[] _lanes = new LaneGroupEstimate[intersection.LaneGroups.Length];
        private readonly GroupSet _crossings = intersection.Groups.Where(g => g.IsPedestrian).Aggregate(GroupSet.Empty, (set, g) => set.With(g.Index));

        public ReadOnlySpan<GroupState> Tick(Duration sinceMidnight)
        {
            var now = Instant.Epoch + sinceMidnight;
            for (var group = 0; group < _shown.Length; group++)
            {
                _shown[group] = _cabinet.Status(group, now);
                _walkedAt[group] = _shown[group].State == GroupState.Walk ? now : _walkedAt[group];
            }

            var intent = _controller.Decide(new ControlView
            {
                Now = now,
                Local = new LocalTime(DayOfWeek.Monday, sinceMidnight),
                Plan = plan,
                Shown = _shown,
                Demand = new Core.Sensing.Demand(GroupSet.Empty, GroupSet.Empty, Called(now), GroupSet.Empty),
                LaneGroups = _lanes,
                Picture = _picture,
                Neighbours = [],
            });
            _cabinet.Step(now, intent.AllRed ? GroupRequest.AllRed(safety.All) : GroupRequest.Exactly(intent.Green, safety.All));
            return _cabinet.States;
        }

        /// <summary>Crossings that have not walked for most of a cycle: pressed before their phase comes up again, and not for a second walk in one green.</summary>
        private GroupSet Called(Instant now)
        {
            var set = GroupSet.Empty;
            foreach (var group in _crossings)
            {
                set = now - _walkedAt[group] >= new Duration(plan.Cycle.Milliseconds * 3 / 4) ? set.With(group) : set;
            }

            return set;
        }
    }
}
