using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Tick;

[TestFixture, Category("Unit")]
public class StateEventsTests
{
    private static readonly Instant Start = new(1_700_000_000_000);

    private readonly Intersection _intersection = TestIntersections.RingBarrier();
    private readonly SafetyTable _table = SafetyTable.Compile(TestIntersections.RingBarrier());

    /// <summary>Main green with walk on phase 2, then side street: every event of phase 2, at the cabinet's own times, in order.</summary>
    [Test]
    public void Phase_that_comes_and_goes_writes_the_indiana_sequence()
    {
        var events = Run(seconds: 90, at => at < 40 ? GroupSet.Of(1, 5, TestIntersections.Pedestrian2) : at < 60 ? GroupSet.Of(1, 5) : GroupSet.Of(3, 7));

        // The walk's intergreen from the reset is the shorter one here, so the phase comes on with it.
        Assert.That(events.Where(e => e.Parameter == 2).Select(e => e.Code), Is.EqualTo(new[]
        {
            EventCode.PhaseOn, EventCode.BeginWalk, EventCode.BeginGreen, EventCode.MinComplete, EventCode.BeginPedestrianClearance,
            EventCode.BeginDontWalk, EventCode.GreenTermination, EventCode.BeginYellow, EventCode.EndYellow, EventCode.BeginRedClearance,
            EventCode.EndRedClearance, EventCode.PhaseInactive,
        }));
    }

    [Test]
    public void Yellow_lasts_in_the_log_exactly_what_the_cabinet_timed()
    {
        var events = Run(seconds: 60, at => at < 30 ? GroupSet.Of(1, 5) : GroupSet.Of(3, 7));

        var begin = events.Single(e => e is { Code: EventCode.BeginYellow, Parameter: 6 }).At;
        var end = events.Single(e => e is { Code: EventCode.EndYellow, Parameter: 6 }).At;

        Assert.That(end - begin, Is.EqualTo(_table.Group(5).Timing.Clearance));
    }

    [Test]
    public void First_status_after_a_gap_only_sets_the_scene()
    {
        var states = new StateEvents(_intersection, _table);
        var events = new List<HiResEvent>();
        var sequencer = new Sequencer(_table, Start);
        states.Observe(Statuses.Of(sequencer, Start), events);
        states.Forget();
        for (var step = 1; step <= 200; step++)
        {
            sequencer.Step(Start + Duration.Tenth * step, GroupRequest.Exactly(GroupSet.Of(1, 5), _table.All));
        }

        states.Observe(Statuses.Of(sequencer, Start + Duration.FromSeconds(20)), events);

        Assert.That(events, Is.Empty);
    }

    private List<HiResEvent> Run(int seconds, Func<double, GroupSet> green)
    {
        var states = new StateEvents(_intersection, _table);
        var events = new List<HiResEvent>();
        var sequencer = new Sequencer(_table, Start);
        states.Observe(Statuses.Of(sequencer, Start), events);
        for (var step = 1; step <= seconds * 10; step++)
        {
            var now = Start + Duration.Tenth * step;
            sequencer.Step(now, GroupRequest.Exactly(green(step / 10.0), _table.All));
            states.Observe(Statuses.Of(sequencer, now), events);
        }

        return events;
    }
}
