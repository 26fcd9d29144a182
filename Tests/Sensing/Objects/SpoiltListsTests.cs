using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing.Objects;

/// <summary>What lists with errors may do to the picture, and no more.</summary>
[TestFixture]
public sealed class SpoiltListsTests
{
    [TestCase(true)]
    [TestCase(false)]
    [Category("Unit")]
    public void Vehicles_missed_and_invented_cost_a_small_part_of_the_count(bool numbered)
    {
        var road = new SeenRoad(11, 700);
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        var random = new Random(4);
        var ghost = 1L << 40;
        double squares = 0, bias = 0, truth = 0, arrivals = 0;
        var ticks = 0;
        road.Drive(run, cycles: 30, green: 35, report: _ => road.Report(
            run,
            missed: _ => random.NextDouble() < 0.03,
            extra: lane => road.List(lane).Where(_ => random.NextDouble() < 0.02).ToArray()
                .Select(_ => new VehicleObject(ghost++, (float)(random.NextDouble() * 200), (float)(random.NextDouble() * 50), 4.5f, 1)),
            numbered),
            each: tick =>
            {
                if (tick % 10 != 0 || tick < 800)
                {
                    return;
                }

                var here = road.List(0).Count() + road.List(1).Count();
                var error = run.A.QueueVehicles + run.A.EnRouteVehicles - here;
                arrivals += run.A.ArrivalsPerSecond;
                (squares, bias, truth, ticks) = (squares + error * error, bias + error, truth + here, ticks + 1);
            });
        TestContext.Out.WriteLine($"mean {truth / ticks:0.0} vehicles, bias {bias / ticks:0.00}, root mean square {Math.Sqrt(squares / ticks):0.00}, arrivals {arrivals / ticks * 3600:0} veh/h of {road.Entered / road.Time * 3600:0}");
        Assert.That(Math.Abs(bias / truth), Is.LessThan(0.03));
        Assert.That(Math.Sqrt(squares / ticks), Is.LessThan(1.5), "raw lists: 3 % missed and 2 % false each second");
        Assert.That(arrivals / ticks, Is.EqualTo(road.Entered / road.Time).Within(numbered ? 10 : 25).Percent);
    }

    [Test, Category("Unit")]
    public void Lists_that_come_late_are_carried_forward_to_now()
    {
        var road = new SeenRoad(2, 500);
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        var worst = 0.0;
        var late = new Queue<(ImmutableArray<VehicleObject> First, ImmutableArray<VehicleObject> Second)>();
        for (var tick = 0; tick < 1200; tick++)
        {
            road.Step(green: true);
            late.Enqueue(([.. road.List(0)], [.. road.List(1)]));
            if (tick % 10 == 3 && late.Count > 3)
            {
                while (late.Count > 4)
                {
                    late.Dequeue();
                }

                var (first, second) = late.Dequeue();
                run.Objects(0, first, lateSeconds: 0.3);
                run.Objects(1, second, lateSeconds: 0.3);
            }

            run.Shown = Crossroads.Shown(GroupState.Green);
            run.Tick();
            if (tick > 400 && tick % 10 == 3)
            {
                var truth = road.List(0).Concat(road.List(1)).Select(v => v.DistanceMetres).ToArray(); // a vehicle is shown in the lane that it may change to as well
                var seen = run.State.Picture.Vehicles(0).ToArray().Select(v => v.DistanceMetres).ToArray();
                worst = Math.Max(worst, seen.Select(d => truth.Length == 0 ? 0 : truth.Min(t => Math.Abs(t - d))).DefaultIfEmpty(0).Max());
            }
        }

        Assert.That(worst, Is.LessThan(1.5), "metres; a third of a second at 50 km/h is 4 m");
    }

    [Test, Category("Unit")]
    public void Vehicle_that_one_list_misses_drives_on_and_a_standing_one_stays()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        for (var i = 0; i < 3; i++)
        {
            run.Objects(0, [new VehicleObject(1, 1, 0, 4.5f, 1), new VehicleObject(2, 150 - 10 * i, 36, 4.5f, 1)]);
            run.Seconds(1);
        }

        run.Objects(0, []);
        run.Tick();
        var seen = run.State.Picture.Vehicles(0).ToArray();
        Assert.That(seen.Select(v => v.DistanceMetres), Is.EqualTo(new[] { 1f, 120f }).Within(1.1f));
        run.Seconds(5, () => run.Objects(0, []));
        Assert.That(run.State.Picture.Vehicles(0).ToArray().Select(v => v.DistanceMetres), Is.EqualTo(new[] { 1f }), "nobody can have crossed at red; the other is gone");
        run.Seconds(40, () => run.Objects(0, []));
        Assert.That(run.State.Picture.Vehicles(0).Length, Is.Zero, "no memory is for ever");
    }

    [Test, Category("Unit")]
    public void Sensor_that_renumbers_its_vehicles_does_not_double_them()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        for (var i = 0; i < 20; i++)
        {
            run.Objects(0, [new VehicleObject(100 + i, 190 - 8 * i, 28.8f, 4.5f, 1)]);
            run.Seconds(1);
            Assert.That(run.State.Picture.Vehicles(0).Length, Is.EqualTo(1));
        }
    }

    [Test, Category("Unit")]
    public void Sensor_that_repeats_an_old_list_is_found_out_and_its_group_recalled()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        run.Seconds(3, () => run.Objects(0, [new VehicleObject(1, 60, 40, 4.5f, 1)]));
        Assert.That(run.State.Health[0].IsUsable);
        run.Seconds(6, () => run.Objects(0, [new VehicleObject(1, 60, 40, 4.5f, 1)]));
        Assert.That(run.State.Health[0].Fault, Is.EqualTo(DetectorFault.StuckOn), "it moves at 40 km/h and stays where it is");
        Assert.That(run.State.Demand.FailedDetection.Contains(Crossroads.GroupA));
    }

    [Test, Category("Unit")]
    public void Lying_sensor_adds_no_more_than_its_lane_holds()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        var random = new Random(1);
        run.Objects(1, []);
        run.Seconds(4, () => run.Objects(0, [.. Enumerable.Range(0, 500).Select(i => new VehicleObject(random.NextInt64(1, 1 << 30), random.NextSingle() * 500, 50, 4, 1))]));
        Assert.That(run.State.Picture.Vehicles(0).Length, Is.LessThanOrEqualTo(64));
        Assert.That(run.A.QueueVehicles, Is.LessThanOrEqualTo(200 / 7.5 * 2));
        Assert.That(run.State.Picture.Vehicles(1).Length, Is.Zero, "the other lane is not touched");
    }

    [Test, Category("Unit")]
    public void Silent_radar_puts_its_group_on_recall()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        run.Seconds(3, () => Both(run));
        Assert.That(run.State.Demand.Calls.IsEmpty);
        run.Seconds(10, () => run.Objects(1, []));
        Assert.That(run.State.Health[0].Fault, Is.EqualTo(DetectorFault.Silent));
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA), "a lane that nobody sees");

        static void Both(SensingRun run)
        {
            run.Objects(0, []);
            run.Objects(1, []);
        }
    }

    [Test, Category("Unit")]
    public void Vehicle_calls_when_it_waits_or_is_about_to_arrive_and_extends_near_the_line()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Area(0, 1)));
        Show(run, 150, 50);
        Assert.That(run.State.Demand.Calls.IsEmpty, "eleven seconds away");
        Show(run, 50, 50);
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA), "in less than four seconds it is there");
        Assert.That(run.State.Demand.Presence.IsEmpty);
        Show(run, 25, 50);
        Assert.That(run.State.Demand.Presence.Contains(Crossroads.GroupA));
        Show(run, 1, 0);
        run.Seconds(4);
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA), "it waits");
        run.Shown = Crossroads.Shown(GroupState.Green);
        Show(run, 1, 0);
        Assert.That(run.State.Demand.Calls.IsEmpty);
        Assert.That(run.State.Demand.Presence.Contains(Crossroads.GroupA));

        static void Show(SensingRun run, float distance, float speed)
        {
            run.Objects(0, [new VehicleObject(1, distance, speed, 4.5f, 1)]);
            run.Tick();
        }
    }

    [Test, Category("Unit")]
    public void Vehicle_that_may_take_either_of_two_lanes_counts_once_and_moves_when_it_has_chosen()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        for (var i = 0; i < 4; i++)
        {
            run.Objects(0, [new VehicleObject(5, 100 - 10 * i, 36, 4.5f, 0.5f)]);
            run.Objects(1, [new VehicleObject(5, 100 - 10 * i, 36, 4.5f, 0.5f)]);
            run.Seconds(1);
            Assert.That(run.A.EnRouteVehicles, Is.EqualTo(1).Within(1e-6));
        }

        run.Objects(0, [new VehicleObject(5, 60, 36, 4.5f, 1)]);
        run.Objects(1, []);
        run.Tick();
        Assert.That(run.A.EnRouteVehicles, Is.EqualTo(1).Within(1e-6));
        Assert.That(run.State.Picture.Vehicles(1).Length, Is.Zero);
        Assert.That(run.State.Picture.Vehicles(0)[0].Weight, Is.EqualTo(1));
    }

    [Test, Category("Unit")]
    public void Vehicle_of_undecided_lane_that_a_list_misses_is_no_second_arrival()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        var vehicle = new VehicleObject(5, 150, 10, 4.5f, 0.5f);
        for (var i = 0; i < 30; i++)
        {
            run.Objects(0, i % 4 == 3 ? [] : [vehicle with { DistanceMetres = 150 - 2.8f * i }]);
            run.Objects(1, i % 4 == 3 ? [] : [vehicle with { DistanceMetres = 150 - 2.8f * i }]);
            run.Seconds(1);
        }

        Assert.That(run.A.ArrivalsPerSecond * 30, Is.EqualTo(1).Within(0.1), "one vehicle in half a minute");
    }

    [Test, Category("Unit")]
    public void Tick_with_object_lists_allocates_nothing()
    {
        var state = new SensingState(PictureOfListsTests.TwoAreas());
        var road = new SeenRoad(6, 800);
        var now = new Instant(1_700_000_000_000);
        var events = new List<(Core.Measures.EventCode, int)>(1024);
        var readings = new DetectorReading[2];
        var shown = new[] { Crossroads.Shown(GroupState.Green), Crossroads.Shown(GroupState.Red) };
        long allocated = 0;
        for (var tick = 0; tick < 3000; tick++)
        {
            var green = tick % 600 < 300;
            road.Step(green);
            now += Duration.Tenth;
            for (var lane = 0; lane < 2; lane++)
            {
                readings[lane] = new DetectorReading(lane, ReadingKind.Objects, ReadingQuality.Ok, false, now, now, now, 0, float.NaN, float.NaN) { Objects = [.. road.List(lane)] };
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            state.Advance(now, tick % 10 == 0 ? readings : [], shown[green ? 0 : 1], new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(40_000 + tick / 10)));
            state.DrainEvents(events);
            allocated += tick > 1200 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            events.Clear();
        }

        Assert.That(allocated, Is.Zero);
    }
}
