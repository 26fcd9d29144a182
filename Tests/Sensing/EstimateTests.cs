using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

[TestFixture, Category("Unit")]
public sealed class EstimateTests
{
    [TestCase(0.00, 1.2)]
    [TestCase(0.05, 1.5)]
    [TestCase(0.10, 2.0)]
    public void Queue_follows_the_truth_over_forty_cycles(double missedShare, double worstRootMeanSquare)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var road = new TruthRoad(seed, 900);
            var run = new SensingRun(Crossroads.FourLoops());
            var missing = new Random(100 + seed);
            double squares = 0, count = 0;
            road.Drive(run, cycles: 40, green: 36, each: () =>
            {
                squares += Math.Pow(run.A.QueueVehicles - road.Queue, 2);
                count++;
            }, lost: detector => detector < 2 && missing.NextDouble() < missedShare);
            TestContext.Out.WriteLine($"seed {seed}: root mean square error {Math.Sqrt(squares / count):0.00} vehicles");
            Assert.That(Math.Sqrt(squares / count), Is.LessThan(worstRootMeanSquare), $"vehicles, seed {seed}");
        }
    }

    [Test]
    public void Vehicles_between_the_stations_and_arrival_flow_follow_the_truth()
    {
        var road = new TruthRoad(7, 900);
        var run = new SensingRun(Crossroads.FourLoops());
        double inside = 0, truth = 0, flow = 0, ticks = 0;
        road.Drive(run, cycles: 30, green: 40, each: () =>
        {
            inside += run.A.EnRouteVehicles + run.A.QueueVehicles; // the road's queue has no length, so only the sum compares
            truth += road.EnRoute + road.Queue;
            flow += run.A.ArrivalsPerSecond;
            ticks++;
        });
        Assert.That(inside / ticks, Is.EqualTo(truth / ticks).Within(0.5));
        Assert.That(flow / ticks, Is.EqualTo(road.Arrived / (ticks / 10)).Within(8).Percent);
    }

    [Test]
    public void Queue_without_stop_line_counts_is_discharged_by_saturation_flow()
    {
        var road = new TruthRoad(3, 700);
        var run = new SensingRun(Crossroads.With(Crossroads.Advance(0, 1), Crossroads.Advance(0, 2)));
        double squares = 0, ticks = 0;
        road.Drive(run, cycles: 30, green: 40, each: () =>
        {
            squares += Math.Pow(run.A.QueueVehicles - road.Queue, 2);
            ticks++;
        }, lost: detector => detector >= 2);
        Assert.That(Math.Sqrt(squares / ticks), Is.LessThan(2));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Growing_queue_of_an_oversaturated_approach_is_followed_up_and_down(int seed)
    {
        var intersection = Crossroads.FourLoops();
        var run = new SensingRun(intersection with { LaneGroups = [intersection.LaneGroups[0] with { Storage = new Metres(900) }, intersection.LaneGroups[1]] });
        var road = new TruthRoad(seed, 1700); // capacity at 34 s of green: 2 × 1,900 × 32/80 = 1,520 veh/h
        double worst = 0, longest = 0;
        void Compare()
        {
            worst = Math.Max(worst, Math.Abs(run.A.QueueVehicles + run.A.EnRouteVehicles - road.Queue - road.EnRoute));
            longest = Math.Max(longest, road.Queue);
        }

        road.Drive(run, cycles: 20, green: 34, Compare);
        road.ArrivalsPerHour = 500;
        road.Drive(run, cycles: 10, green: 34, Compare);
        TestContext.Out.WriteLine($"longest queue {longest:0}, worst error {worst:0.0} vehicles");
        Assert.That(longest, Is.GreaterThan(50), "oversaturated");
        Assert.That(worst, Is.LessThan(4));
    }

    [Test]
    public void Upstream_count_that_includes_others_is_calibrated_by_what_crosses_the_stop_line()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        var road = new TruthRoad(6, 700);
        var others = new Random(60);
        road.Drive(run, cycles: 40, green: 40, each: () =>
        {
            // As many again as 40 % of our traffic pass the same loop and turn off into a pocket.
            if (others.NextDouble() < 0.4 * 700 / 3600 * 0.1)
            {
                run.Edge(0, true);
                run.Edge(0, false);
            }
        });
        Assert.That(run.A.ArrivalsPerSecond * 3600, Is.EqualTo(700).Within(25).Percent);
        Assert.That(run.State.Health.ToArray().Select(h => h.Fault), Is.All.EqualTo(DetectorFault.None));
    }

    [Test]
    public void Queue_is_followed_from_the_stop_line_alone()
    {
        var road = new TruthRoad(4, 700);
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 1), Crossroads.StopLine(0, 2)));
        double squares = 0, ticks = 0;
        road.Drive(run, cycles: 40, green: 40, each: () =>
        {
            squares += Math.Pow(run.A.QueueVehicles - road.Queue, 2);
            ticks++;
        }, upstream: false, firstStopLine: 0);
        TestContext.Out.WriteLine($"root mean square error {Math.Sqrt(squares / ticks):0.00} vehicles");
        Assert.That(Math.Sqrt(squares / ticks), Is.LessThan(2.5));
        Assert.That(run.A.Source, Is.EqualTo(EstimateSource.Measured));
        Assert.That(run.A.ArrivalsPerSecond * 3600, Is.EqualTo(700).Within(20).Percent);
    }

    [Test]
    public void Interval_upstream_is_reported_as_one_actuation_a_vehicle()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Advance(0, 0, DetectorKind.Radar)));
        run.Interval(0, 3, 0.5f);
        run.Tick();
        run.Interval(0, 0, 0);
        run.Tick();
        Assert.That(run.Events.Count(e => e == (EventCode.DetectorOn, 1)), Is.EqualTo(3));
        Assert.That(run.Events.Count(e => e == (EventCode.DetectorOff, 1)), Is.EqualTo(3));
    }

    [TestCase(2300, 1900)]
    [TestCase(1600, 1900)]
    [TestCase(4000, 2400)] // never below 60 % of what is configured
    [TestCase(1000, 1300)] // never above 130 %
    public void Saturation_flow_is_learned_within_its_bounds(double configured, double expected)
    {
        var intersection = Crossroads.FourLoops();
        intersection = intersection with { LaneGroups = [intersection.LaneGroups[0] with { SaturationFlowPerLane = new VehiclesPerHour(configured) }, intersection.LaneGroups[1]] };
        var run = new SensingRun(intersection);
        new TruthRoad(5, 1300).Drive(run, cycles: 80, green: 32);
        Assert.That(run.A.SaturationFlowPerSecond * 3600 / 2, Is.EqualTo(expected).Within(8).Percent);
    }

    [Test]
    public void Standing_vehicle_is_a_queue_even_when_no_count_announced_it()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        run.Edge(3, true);
        run.Seconds(2);
        Assert.That(run.A.QueueVehicles, Is.EqualTo(1));
        run.Edge(3, false);
        run.Edge(2, true);
        run.Edge(2, false);
        run.Seconds(6);
        Assert.That(run.A.QueueVehicles, Is.Zero, "a stop line that stays empty has no queue");
    }

    [Test]
    public void Queue_that_stands_on_the_upstream_zone_reaches_back_to_it()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        run.Edge(0, true);
        run.Edge(1, true);
        run.Seconds(5);
        Assert.That(run.A.QueueVehicles, Is.EqualTo(2 * Crossroads.AdvanceDistance / LaneGroup.QueuedVehicleLength.Value).Within(0.5));
    }

    [Test]
    public void Queue_never_exceeds_the_storage()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        run.Edge(2, true);
        run.Edge(3, true);
        for (var i = 0; i < 500; i++)
        {
            run.Pass(0);
        }

        Assert.That(run.A.QueueVehicles, Is.LessThanOrEqualTo(2 * 200 / 7.5));
    }

    [Test]
    public void Events_and_intervals_of_one_detector_are_not_counted_twice()
    {
        var events = new SensingRun(Crossroads.FourLoops());
        var both = new SensingRun(Crossroads.FourLoops());
        for (var second = 0; second < 120; second++)
        {
            foreach (var run in new[] { events, both })
            {
                run.Edge(0, true);
                run.Tick(3);
                run.Edge(0, false);
                run.Tick(6);
                if (run == both)
                {
                    run.Interval(0, 1, 0.3f);
                }

                run.Tick();
            }
        }

        Assert.That(both.A.ArrivalsPerSecond, Is.EqualTo(events.A.ArrivalsPerSecond).Within(2).Percent);
        Assert.That(events.A.ArrivalsPerSecond, Is.GreaterThan(0.5));
    }

    [Test]
    public void Lost_edges_are_made_good_by_the_next_interval()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        run.Edge(2, true);
        run.Tick();
        Assert.That(run.A.Presence);
        run.Seconds(1.5);
        run.Interval(2, 1, 0); // the off-edge never came
        run.Tick(2);
        Assert.That(run.A.Presence, Is.False);
    }

    [Test]
    public void Interval_only_sensor_gives_presence_occupancy_and_speed()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 0, DetectorKind.Camera)));
        Assert.That(run.A.Occupancy, Is.NaN.Or.EqualTo(0));
        run.Interval(0, 1, 0.4f, speedKph: 36);
        run.Tick();
        Assert.That(run.A.Presence);
        Assert.That(run.A.Occupancy, Is.EqualTo(0.4f));
        Assert.That(run.A.SpeedKph, Is.EqualTo(36f));
        run.Interval(0, 0, 0);
        run.Tick(2);
        Assert.That(run.A.Presence, Is.False);
    }
}
