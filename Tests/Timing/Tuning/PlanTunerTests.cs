using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;
using Signals.Core.Timing.Tuning;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Tuning;

[TestFixture]
[Category("Unit")]
public sealed class PlanTunerTests
{
    [Test]
    public void Cycle_is_websters()
    {
        var intersection = TestIntersections.German() with
        {
            Groups = [.. TestIntersections.German().Groups.Select(g => g.IsPedestrian ? g with { Timing = g.Timing with { MinGo = Duration.FromSeconds(1) } } : g)],
        };
        // The western approach (0.3) is green in stages 1 and 2, the left turn takes 0.1 of it, the side street 0.2: Y = 0.5.
        // Change times of 6, 5 and 6 s, less half a second of yellow, plus 2 s at each start: L = 21.5.
        var tuner = Tuner(intersection, 570, 100, 180, 360);
        Assert.That(tuner.Cycle().TotalSeconds, Is.EqualTo(Math.Ceiling((1.5 * 21.5 + 5) / (1 - 0.5))).Within(1.01));
    }

    [Test]
    public void Splits_follow_flow_ratios_and_keep_minimums()
    {
        var intersection = TestIntersections.RingBarrier();
        Gen.Double[0, 1400].Array[8].Sample(
            flows =>
            {
                var tuner = Tuner(intersection, flows);
                var plan = tuner.Plan(7, tuner.Cycle(), Duration.FromSeconds(500), [2, 6]);
                Assert.That(plan.Offset, Is.LessThan(plan.Cycle));
                foreach (var ring in (int[][])[[1, 2, 3, 4], [5, 6, 7, 8]])
                {
                    Assert.That(ring.Sum(p => plan.SplitOf(p).Milliseconds), Is.EqualTo(plan.Cycle.Milliseconds), "splits of a ring add to the cycle");
                }

                Assert.That(plan.SplitOf(1) + plan.SplitOf(2), Is.EqualTo(plan.SplitOf(5) + plan.SplitOf(6)), "rings meet at the barrier");
                Assert.That(plan.SplitOf(4), Is.GreaterThanOrEqualTo(Duration.FromSeconds(7 + 12 + 5.5)), "walk and clearance fit");
                Assert.That(plan.SplitOf(3), Is.GreaterThanOrEqualTo(Duration.FromSeconds(5 + 4)));
            },
            iter: 200);
    }

    [Test]
    public void Tuned_plan_delays_less_than_an_even_one()
    {
        var intersection = TestIntersections.RingBarrier();
        double[] rates = [0.05, 0.24, 0.03, 0.06, 0.03, 0.2, 0.02, 0.08, 0, 0, 0, 0];
        var flows = intersection.LaneGroups.Select(l => 3600 * rates[Lowest(l.ServedBy)]).ToArray();
        var tuner = Tuner(intersection, flows);
        var tuned = tuner.Plan(7, tuner.Cycle(), Duration.Zero, [2, 6]);
        Assert.That(Delay(intersection, tuned, rates), Is.LessThan(Delay(intersection, intersection.PlanOf(1), rates)), $"cycle {tuned.Cycle}");
    }

    [Test]
    public void Offset_search_finds_the_valley()
    {
        // Each offset wants to be 17 s after the one before it, on a circle of 90 s.
        static double Cost(System.Collections.Immutable.ImmutableArray<Duration> offsets) => Enumerable.Range(1, offsets.Length - 1).Sum(i =>
        {
            var away = Math.Abs(((offsets[i] - offsets[i - 1]).TotalSeconds + 90) % 90 - 17);
            return Math.Min(away, 90 - away);
        });

        var found = OffsetSearch.Improve([.. Enumerable.Repeat(Duration.Zero, 5)], Duration.FromSeconds(90), Duration.FromSeconds(1), Cost, passes: 10);
        Assert.That(found[0], Is.EqualTo(Duration.Zero));
        Assert.That(Cost(found), Is.Zero.Within(1e-9));
    }

    private static PlanTuner Tuner(Intersection intersection, params double[] flows) =>
        new(intersection, SafetyTable.Compile(intersection), [.. flows.Select(f => new VehiclesPerHour(f))]);

    private static int Lowest(GroupSet groups)
    {
        foreach (var group in groups)
        {
            return group;
        }

        return 0;
    }

    private static double Delay(Intersection intersection, TimingPlan plan, double[] rates)
    {
        // The point queues of the harness discharge one vehicle in two seconds, whatever the number of lanes: flows are set accordingly.
        var controller = ControllerFactory.Create(ControlLevel.FixedTime, intersection, SafetyTable.Compile(intersection), [], []);
        var queues = new QueueDemand(intersection, 3, rates);
        new ClosedLoop(intersection, controller, plan: plan) { BeforeTick = queues.Apply }.Run(1200);
        return queues.Delay;
    }
}
