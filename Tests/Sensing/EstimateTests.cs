using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

[TestFixture, Category("Unit")]
public sealed class EstimateTests
{
    private static readonly LocalTime Eight = new(DayOfWeek.Monday, Duration.FromSeconds(8 * 3600));

    [TestCase(0.00, 1.5)]
    [TestCase(0.05, 2.5)]
    [TestCase(0.10, 3.5)]
    public void Queue_follows_the_truth_over_forty_cycles(double missedShare, double worstRootMeanSquare)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var road = new TruthRoad(seed, 900);
            var run = new SensingRun(FourLoops());
            var missing = new Random(100 + seed);
            double squares = 0, count = 0;
            Drive(run, road, cycles: 40, green: 36, each: () =>
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
        var run = new SensingRun(FourLoops());
        double inside = 0, truth = 0, flow = 0, ticks = 0;
        Drive(run, road, cycles: 30, green: 40, each: () =>
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
        Drive(run, road, cycles: 30, green: 40, each: () =>
        {
            squares += Math.Pow(run.A.QueueVehicles - road.Queue, 2);
            ticks++;
        }, lost: detector => detector >= 2);
        Assert.That(Math.Sqrt(squares / ticks), Is.LessThan(2));
    }

    [TestCase(2300, 1900)]
    [TestCase(1600, 1900)]
    [TestCase(4000, 2400)] // never below 60 % of what is configured
    [TestCase(1000, 1300)] // never above 130 %
    public void Saturation_flow_is_learned_within_its_bounds(double configured, double expected)
    {
        var intersection = FourLoops();
        intersection = intersection with { LaneGroups = [intersection.LaneGroups[0] with { SaturationFlowPerLane = new VehiclesPerHour(configured) }, intersection.LaneGroups[1]] };
        var run = new SensingRun(intersection);
        Drive(run, new TruthRoad(5, 1300), cycles: 80, green: 32);
        Assert.That(run.A.SaturationFlowPerSecond * 3600 / 2, Is.EqualTo(expected).Within(8).Percent);
    }

    [Test]
    public void Standing_vehicle_is_a_queue_even_when_no_count_announced_it()
    {
        var run = new SensingRun(FourLoops());
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
        var run = new SensingRun(FourLoops());
        run.Edge(0, true);
        run.Edge(1, true);
        run.Seconds(5);
        Assert.That(run.A.QueueVehicles, Is.EqualTo(2 * Crossroads.AdvanceDistance / LaneGroup.QueuedVehicleLength.Value).Within(0.5));
    }

    [Test]
    public void Queue_never_exceeds_the_storage()
    {
        var run = new SensingRun(FourLoops());
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
        var events = new SensingRun(FourLoops());
        var both = new SensingRun(FourLoops());
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
        var run = new SensingRun(FourLoops());
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

    [Test]
    public void Estimate_falls_back_from_sister_to_neighbour_to_history_to_recall()
    {
        var intersection = Crossroads.With(
            Crossroads.Advance(0, 1, DetectorKind.Radar), Crossroads.Advance(0, 1, DetectorKind.Camera), Crossroads.Advance(0, 2, DetectorKind.Radar));
        var profile = new HistoricProfile(2);
        profile.Observe(0, Eight, 270, 900);
        var known = new SensingRun(intersection, profile);
        var unknown = new SensingRun(intersection);
        foreach (var (faulty, expected) in new[]
        {
            (Array.Empty<int>(), EstimateSource.Measured),
            ([0], EstimateSource.SisterSensor),
            ([0, 1], EstimateSource.NeighbourLane),
            ([0, 1, 2], EstimateSource.Historic),
        })
        {
            foreach (var run in new[] { known, unknown })
            {
                run.Seconds(3, () =>
                {
                    for (var detector = 0; detector < 3; detector++)
                    {
                        run.Interval(detector, 0, 0, 0.1, quality: faulty.Contains(detector) ? ReadingQuality.Fault : ReadingQuality.Ok);
                    }
                });
            }

            Assert.That(known.A.Source, Is.EqualTo(expected));
            Assert.That(known.A.Quality, expected == EstimateSource.Measured ? Is.EqualTo(1) : Is.LessThan(1));
        }

        Assert.That(known.A.ArrivalsPerSecond, Is.EqualTo(0.3).Within(1e-6), "the historic flow");
        Assert.That(unknown.A.Source, Is.EqualTo(EstimateSource.Recall));
        Assert.That(unknown.A.ArrivalsPerSecond, Is.GreaterThan(0), "missing is not zero");
        Assert.That(unknown.A.Quality, Is.Zero);
        Assert.That(unknown.State.Demand.FailedDetection.Contains(Crossroads.GroupA));
    }

    [Test]
    public void Blind_lane_is_taken_to_flow_like_its_neighbour()
    {
        var run = new SensingRun(FourLoops());
        run.Cabinet(1, false, 0, ReadingQuality.Fault);
        for (var i = 0; i < 100; i++)
        {
            run.Pass(0);
            run.Seconds(1.7);
        }

        Assert.That(run.A.Source, Is.EqualTo(EstimateSource.NeighbourLane));
        Assert.That(run.A.ArrivalsPerSecond, Is.EqualTo(1).Within(5).Percent, "0.5 veh/s measured in one of two lanes");
    }

    [Test]
    public void Lying_sensor_moves_the_estimate_no_further_than_its_bound()
    {
        var intersection = Crossroads.With(Crossroads.Advance(1, 1, DetectorKind.Radar), Crossroads.Advance(1, 1, DetectorKind.Camera));
        var run = new SensingRun(intersection);
        run.Seconds(100, () =>
        {
            run.Interval(0, 10_000, 1, 0.1); // a spoofed radar: 100,000 vehicles a second
            run.Interval(1, 0, 0, 0.1);
        });
        Assert.That(run.B.ArrivalsPerSecond, Is.LessThan(0.6 * 0.8), "60 % of what one lane can carry");
        Assert.That(run.State.Health[0].IsUsable, Is.False, "and it is found out");
    }

    [Test]
    public void Wild_numbers_never_make_a_wild_estimate()
    {
        var run = new SensingRun(FourLoops());
        var random = new Random(11);
        for (var i = 0; i < 5000; i++)
        {
            run.Interval(random.Next(-2, 8), random.Next(int.MinValue, int.MaxValue), (random.NextSingle() - 0.5f) * 1e30f, random.NextDouble() * 1e6, float.PositiveInfinity);
            run.Shown = Crossroads.Shown(random.Next(2) == 0 ? GroupState.Green : GroupState.Red);
            run.Tick();
            foreach (var estimate in run.State.LaneGroups)
            {
                Assert.That(estimate.QueueVehicles, Is.InRange(0, 60));
                Assert.That(estimate.ArrivalsPerSecond, Is.InRange(0, 10));
                Assert.That(estimate.EnRouteVehicles, Is.InRange(0, 500));
                Assert.That(double.IsFinite(estimate.DischargePerSecond));
            }
        }

        Assert.That(run.State.ReadingsIgnored, Is.Positive);
    }

    [Test]
    public void Tick_allocates_nothing_after_warm_up()
    {
        var run = new SensingRun(FourLoops());
        Drive(run, new TruthRoad(1, 900), cycles: 2, green: 40);
        var readings = new DetectorReading[40];
        var shown = Crossroads.Shown(GroupState.Green);
        var now = run.Now;
        var events = new List<(Signals.Core.Measures.EventCode, int)>(4096);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var tick = 0; tick < 2000; tick++)
        {
            now += Duration.Tenth;
            for (var i = 0; i < readings.Length; i++)
            {
                readings[i] = new DetectorReading(i % 4, ReadingKind.Event, ReadingQuality.Ok, (i / 4 + tick) % 2 == 0, now, now, now, 1, float.NaN, 40);
            }

            run.State.Advance(now, readings, shown, new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(40_000 + tick)));
            events.Clear();
            run.State.DrainEvents(events);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Same_readings_give_the_same_estimates_bit_for_bit()
    {
        var first = new SensingRun(FourLoops());
        var second = new SensingRun(FourLoops());
        Drive(first, new TruthRoad(9, 900), cycles: 10, green: 30);
        Drive(second, new TruthRoad(9, 900), cycles: 10, green: 30);
        Assert.That(first.State.LaneGroups.ToArray(), Is.EqualTo(second.State.LaneGroups.ToArray()));
        Assert.That(first.Events, Is.EqualTo(second.Events));
    }

    private static Intersection FourLoops() => Crossroads.With(
        Crossroads.Advance(0, 1), Crossroads.Advance(0, 2), Crossroads.StopLine(0, 1), Crossroads.StopLine(0, 2));

    private static void Drive(SensingRun run, TruthRoad road, int cycles, int green, Action? each = null, Func<int, bool>? lost = null)
    {
        for (var tick = 0; tick < cycles * 800; tick++)
        {
            var second = tick % 800 / 10.0;
            var state = second < green ? GroupState.Green : second < green + 4 ? GroupState.Yellow : GroupState.Red;
            road.Tick(state == GroupState.Green);
            road.Report(run, lost);
            run.Shown = Crossroads.Shown(state);
            run.Tick();
            each?.Invoke();
        }
    }
}
