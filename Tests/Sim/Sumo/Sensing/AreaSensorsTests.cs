using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Sumo.TraCI;
using Signals.Tests.Sim.Sumo.Networks;

namespace Signals.Tests.Sim.Sumo.Sensing;

/// <summary>What radars report of vehicles put on the small test network by hand.</summary>
[TestFixture, Category("Unit")]
public class AreaSensorsTests
{
    private static readonly Instant Now = new(1_000_000_000);

    private SumoScene _scene = null!;
    private ImmutableArray<LaneView> _lanes;
    private DetectorFeed[] _feeds = null!;

    [SetUp]
    public void Import()
    {
        _scene = SumoNetworks.Import();
        _lanes = SensedLanes.Of(_scene);
        _feeds = [.. _scene.Corridor.Intersections.Select(x => new DetectorFeed(x, FeedLimits.Default, TimeProvider.System, NullLogger<DetectorFeed>.Instance))];
    }

    [Test]
    public void Vehicle_in_the_stop_lane_is_reported_exactly_and_every_zone_reports_each_second()
    {
        var (intersection, group, lane) = StopLane();

        Observe(null, Now, new SumoVehicle(7, lane, _lanes[lane].Length - 12.5f, 10, 4.5f));

        var readings = Drain(intersection);
        Assert.That(readings, Has.Length.EqualTo(_scene.Corridor.Intersections[intersection].Detectors.Length));
        var seen = Objects(readings, intersection, group);
        Assert.That(seen, Is.EqualTo(new[] { new VehicleObject(7, 12.5f, 36, 4.5f, 1) }).Using<VehicleObject>(
            (a, b) => a.Track == b.Track && Math.Abs(a.DistanceMetres - b.DistanceMetres) < 1e-3 && Math.Abs(a.SpeedKph - b.SpeedKph) < 1e-3 && a.Share == b.Share));
        Assert.That(readings.All(r => r.To == Now && r.ReceivedAt == Now), Is.True);
    }

    [Test]
    public void Field_sensors_report_where_vehicles_were_three_tenths_of_a_second_ago()
    {
        var (intersection, group, lane) = StopLane();
        var distances = new List<float>();
        for (var second = 0; second < 20; second++)
        {
            Observe(new FieldErrors(1), Now + Duration.FromSeconds(second), new SumoVehicle(7, lane, _lanes[lane].Length - 12.5f, 10, 4.5f));
            var readings = Drain(intersection);
            Assert.That(readings.All(r => r.ReceivedAt - r.To == new Duration(300)), Is.True);
            distances.AddRange(Objects(readings, intersection, group).Where(o => o.Track == 7).Select(o => o.DistanceMetres));
        }

        Assert.That(distances, Is.Not.Empty.And.All.EqualTo(15.5f).Within(1e-3));
    }

    [Test]
    public void Rates_of_missed_and_false_objects_are_the_stated_ones()
    {
        var (intersection, group, lane) = StopLane();
        int seconds = 20_000, seen = 0, ghosts = 0;
        var sensors = new AreaSensors(_scene.Corridor, _lanes, _feeds, new FieldErrors(3));
        for (var second = 0; second < seconds; second++)
        {
            sensors.Observe([new SumoVehicle(7, lane, _lanes[lane].Length - 5, 8, 4.5f)], Now + Duration.FromSeconds(second));
            var objects = Objects(Drain(intersection), intersection, group);
            seen += objects.Count(o => o.Track == 7);
            ghosts += objects.Count(o => o.Track != 7);
        }

        Assert.That(1 - seen / (double)seconds, Is.EqualTo(FieldErrors.MissRate).Within(0.005));
        Assert.That(ghosts / (double)seconds, Is.EqualTo(FieldErrors.FalseRate).Within(0.005));
    }

    [Test]
    public void Standing_vehicle_behind_a_truck_is_hidden_for_good_or_not_at_all()
    {
        var (intersection, group, lane) = StopLane();
        var line = _lanes[lane].Length;
        var hidden = 0;
        const int Cars = 500;
        for (var car = 1; car <= Cars; car++)
        {
            var sensors = new AreaSensors(_scene.Corridor, _lanes, _feeds, new FieldErrors(5));
            var seen = 0;
            for (var second = 0; second < 20; second++)
            {
                sensors.Observe([new SumoVehicle(10_000, lane, line - 1, 0, 12), new SumoVehicle(car, lane, line - 16, 0, 4.5f)], Now + Duration.FromSeconds(second));
                seen += Objects(Drain(intersection), intersection, group).Count(o => o.Track == car);
            }

            Assert.That(seen, Is.Zero.Or.GreaterThan(13));
            hidden += seen == 0 ? 1 : 0;
        }

        Assert.That(hidden / (double)Cars, Is.EqualTo(FieldErrors.OcclusionRate).Within(0.04));
    }

    [Test]
    public void Vehicle_inside_the_junction_is_reported_by_its_exit_with_the_way_that_is_left()
    {
        var lane = IndexOf(l => l.Crossing is not null && l.Exits.Any(e => e.Before < 0));
        var exit = _lanes[lane].Exits.First(e => e.Before < 0);
        var sensors = new AreaSensors(_scene.Corridor, _lanes, _feeds, null);

        sensors.Observe([new SumoVehicle(7, lane, 2, 8, 4.5f)], Now);

        var objects = Drain(exit.Intersection).Where(r => DetectorOf(exit.Intersection, r) is { Role: DetectorRole.Exit } d && d.ExitLeg == exit.Leg)
            .SelectMany(r => r.Objects).ToList();
        Assert.That(objects, Is.Not.Empty);
        Assert.That(objects.Select(o => o.DistanceMetres), Is.All.EqualTo(exit.Before + 2).Within(1e-3).And.All.Negative);
    }

    private void Observe(FieldErrors? errors, Instant at, params SumoVehicle[] vehicles) =>
        new AreaSensors(_scene.Corridor, _lanes, _feeds, errors).Observe(vehicles, at);

    /// <summary>A stop-line lane that no other stop line is reached from.</summary>
    private (int Intersection, int LaneGroup, int Lane) StopLane()
    {
        var lane = IndexOf(l => l.Approaches is [{ Beyond: 0, Prior: 1 }] && l.Length > 40);
        var view = _lanes[lane].Approaches[0];
        return (view.Intersection, view.LaneGroup, lane);
    }

    private int IndexOf(Predicate<LaneView> wanted)
    {
        var index = _lanes.ToList().FindIndex(wanted);
        Assert.That(index, Is.GreaterThanOrEqualTo(0), "the test network has such a lane");
        return index;
    }

    private DetectorReading[] Drain(int intersection)
    {
        var into = new DetectorReading[FeedLimits.Default.Capacity];
        return into[.._feeds[intersection].Drain(into)];
    }

    private Detector DetectorOf(int intersection, DetectorReading reading) => _scene.Corridor.Intersections[intersection].Detectors[reading.Detector];

    private VehicleObject[] Objects(DetectorReading[] readings, int intersection, int group) =>
        [.. readings.Where(r => DetectorOf(intersection, r) is { Role: DetectorRole.Area } d && d.LaneGroup == group).SelectMany(r => r.Objects)];
}
