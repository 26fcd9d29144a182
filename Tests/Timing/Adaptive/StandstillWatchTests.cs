using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Adaptive;

[TestFixture]
[Category("Unit")]
public sealed class StandstillWatchTests
{
    [Test]
    public void Queue_that_does_not_move_at_green_is_stuck_after_the_limit()
    {
        var bench = new Bench();
        bench.Queue(0, 8);
        Assert.That(bench.SecondsUntilStuck(), Is.EqualTo(StandstillWatch.Limit.TotalSeconds).Within(0.11));
    }

    [Test]
    public void Green_is_not_stuck_while_anything_moves()
    {
        var bench = new Bench();
        bench.Queue(0, 8);
        bench.Queue(1, 4, discharge: 0.2);
        Assert.That(bench.SecondsUntilStuck(), Is.NaN, "the opposite lane group discharges");

        bench.Queue(1, 0);
        bench.BeforeTick = second => bench.Queue(0, 80 - second);
        Assert.That(bench.SecondsUntilStuck(), Is.NaN, "the queue shrinks although no stop line counts");
    }

    [Test]
    public void Movement_and_a_reset_start_the_limit_anew()
    {
        var bench = new Bench();
        bench.Queue(0, 8);
        bench.BeforeTick = second => bench.Queue(0, 8, discharge: Math.Abs(second - 6) < 0.05 ? 0.5 : 0);
        Assert.That(bench.SecondsUntilStuck(), Is.EqualTo(16.1).Within(0.11));

        bench.Watch.Reset(bench.Loop.Now);
        Assert.That(bench.Watch.IsStuck, Is.False);
        bench.BeforeTick = null;
        Assert.That(bench.SecondsUntilStuck(), Is.EqualTo(10).Within(0.11));
    }

    [TestCase(0, 1.9, TestName = "Less_than_two_vehicles_at_green_are_not_stuck")]
    [TestCase(3, 20, TestName = "Queue_at_red_is_not_stuck")]
    public void Short_or_red_queue_is_not_stuck(int lane, double queue)
    {
        var bench = new Bench();
        bench.Queue(lane, queue);
        Assert.That(bench.SecondsUntilStuck(), Is.NaN);
    }

    [Test]
    public void Elsewhere_is_where_most_have_waited_and_nowhere_without_a_queue()
    {
        var bench = new Bench();
        bench.Queue(0, 8);
        bench.SecondsUntilStuck();
        Assert.That(bench.Watch.Elsewhere(bench.Combinations, bench.Running), Is.EqualTo(-1));

        bench.Queue(2, 3);
        bench.Queue(3, 5);
        bench.Tick();
        Assert.That(bench.Watch.Elsewhere(bench.Combinations, bench.Running), Is.EqualTo(2), "the side street");

        bench.Queue(2, 6);
        bench.Tick();
        Assert.That(bench.Watch.Elsewhere(bench.Combinations, bench.Running), Is.EqualTo(1), "the left turn");
    }

    [Test]
    public void Controller_leaves_a_green_in_which_nothing_moves()
    {
        // Twenty vehicles on the main road outweigh two at the side for any plan, but they stand.
        Assert.That(SideServedAfter(discharge: 0), Is.InRange(10, 25));
        Assert.That(SideServedAfter(discharge: 0.5), Is.NaN);
    }

    /// <summary>Seconds until the side street's green beside a queue that never ends, NaN when not within 45 s.</summary>
    private static double SideServedAfter(double discharge)
    {
        var intersection = TestIntersections.German();
        var table = PhaseTable.Compile(intersection, SafetyTable.Compile(intersection));
        var loop = new ClosedLoop(intersection, new AdaptiveController(intersection, table, [], [])).Run(30);
        loop.BeforeTick = l =>
        {
            l.Present = GroupSet.Of(0, 1, 3);
            l.LaneGroups[0] = Estimate(20, l.Go.Contains(0) ? discharge : 0);
            l.LaneGroups[1] = Estimate(20, l.Go.Contains(1) ? discharge : 0);
            l.LaneGroups[3] = Estimate(2, 0);
        };
        var start = loop.Elapsed;
        while (!loop.Go.Contains(3) && (loop.Elapsed - start).TotalSeconds < 45)
        {
            loop.Tick();
        }

        return loop.Go.Contains(3) ? (loop.Elapsed - start).TotalSeconds : double.NaN;
    }

    private static LaneGroupEstimate Estimate(double queue, double discharge) =>
        new(queue, 0, 0, float.NaN, float.NaN, discharge, 0.5, queue >= 1, EstimateSource.Measured, 1);

    /// <summary>A watch over an intersection that rests in its main-road greens.</summary>
    private sealed class Bench
    {
        public Bench()
        {
            var intersection = TestIntersections.German();
            var table = PhaseTable.Compile(intersection, SafetyTable.Compile(intersection));
            Combinations = new CombinationTable(table);
            Watch = new StandstillWatch(intersection);
            Loop = new ClosedLoop(intersection, new ActuatedController(table, intersection.StartUp), plan: TimingPlan.Free).Run(30);
            Running = Combinations.All.First(c => c.Green == intersection.StartUp).Index;
        }

        public CombinationTable Combinations { get; }

        public int Running { get; }

        public StandstillWatch Watch { get; }

        public ClosedLoop Loop { get; }

        /// <summary>Called with the seconds since counting began.</summary>
        public Action<double>? BeforeTick { get; set; }

        public void Queue(int lane, double queue, double discharge = 0) => Loop.LaneGroups[lane] = Estimate(queue, discharge);

        public void Tick()
        {
            Loop.Tick();
            Watch.Note(Loop.View());
        }

        /// <summary>Seconds until the watch tells, NaN when not within 30 s.</summary>
        public double SecondsUntilStuck()
        {
            for (var tenths = 0; tenths < 300; tenths++)
            {
                BeforeTick?.Invoke(tenths / 10.0);
                Tick();
                if (Watch.IsStuck)
                {
                    return tenths / 10.0;
                }
            }

            return double.NaN;
        }
    }
}
