using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sensors;
using Signals.Sim.Traffic;
using Signals.Tests.Sim.Traffic;

namespace Signals.Tests.Sim.Sensors;

[Category("Unit")]
public sealed class EmulatedSensorsTests
{
    private static readonly Intersection Crossing = Worlds.OneCrossing.Intersections[0];
    private static readonly int Advance = IndexOf("W-T-adv");
    private static readonly int StopLine = IndexOf("W-T-stop");

    [Test]
    public void Ideal_sensor_counts_what_drives_over_it_and_gives_its_speed()
    {
        var run = Observe(_ => SensorErrorModel.Ideal, 1800);
        var intervals = run.Of(Advance, ObservationKind.Interval);
        Assert.Multiple(() =>
        {
            Assert.That(intervals, Has.Count.EqualTo(1800).Within(1));
            Assert.That(intervals.Sum(i => i.Count), Is.EqualTo(run.Truth(Advance).Count));
            Assert.That(intervals.Sum(i => i.Occupancy), Is.EqualTo(run.Truth(Advance).OccupiedSeconds).Within(1).Percent);
            Assert.That(intervals.Where(i => i.Count > 0).Average(i => i.SpeedKph), Is.InRange(25, 55));
            Assert.That(run.Of(Advance, ObservationKind.Event).Count(e => e.On), Is.InRange(run.Truth(Advance).Count * 0.5, run.Truth(Advance).Count), "one zone over two lanes");
        });
    }

    [Test]
    public void Events_alternate_between_on_and_off_and_never_run_backwards()
    {
        foreach (var detector in new[] { Advance, StopLine })
        {
            var events = Observe(SensorErrorModel.FieldModelOf, 1800).Of(detector, ObservationKind.Event);
            Assert.Multiple(() =>
            {
                Assert.That(events.Zip(events.Skip(1)).All(p => p.First.On != p.Second.On), "on and off alternate");
                Assert.That(events.Zip(events.Skip(1)).All(p => p.First.EmittedAt <= p.Second.EmittedAt), "emission order");
                Assert.That(events.All(e => e.EmittedAt >= e.From), "no message before its event");
            });
        }
    }

    [Test]
    public void Field_radar_misses_and_invents_at_its_rates_and_answers_late()
    {
        var model = SensorErrorModel.Radar with { DropoutsPerHour = 0, MissRate = 0.2, FalseRate = 0, OcclusionRate = 0 };
        var run = Observe(_ => model, 3600);
        var counted = run.Of(Advance, ObservationKind.Interval).Sum(i => i.Count);
        var late = run.Of(Advance, ObservationKind.Interval).Select(i => (i.EmittedAt - i.To).Milliseconds).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(counted / (double)run.Truth(Advance).Count, Is.EqualTo(0.8).Within(0.05));
            Assert.That(late, Is.All.GreaterThanOrEqualTo(300));
            Assert.That(late.Average(), Is.EqualTo(350).Within(40));
        });
    }

    [Test]
    public void False_actuations_come_at_their_share_of_the_flow()
    {
        var run = Observe(_ => SensorErrorModel.Ideal with { FalseRate = 0.3 }, 3600);
        var counted = run.Of(Advance, ObservationKind.Interval).Sum(i => i.Count);
        Assert.That(counted / (double)run.Truth(Advance).Count, Is.InRange(1.1, 1.35));
    }

    [Test]
    public void Silent_sensor_sends_nothing_and_then_resumes()
    {
        var fault = new SensorFault("radar-W", SensorFaultKind.Silent, At(300), At(600));
        var run = Observe(_ => SensorErrorModel.Ideal, 900, fault);
        var times = run.Of(Advance, ObservationKind.Interval).Select(i => i.To.UnixMilliseconds / 1000).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(times.Count(t => t is > 300 and < 600), Is.Zero);
            Assert.That(times.Count(t => t is < 300), Is.GreaterThan(290));
            Assert.That(times.Count(t => t is > 600), Is.GreaterThan(290));
            Assert.That(run.Of(StopLine, ObservationKind.Interval), Has.Count.EqualTo(900).Within(1), "the camera goes on");
        });
    }

    [Test]
    public void Stuck_detector_reports_full_occupancy_and_no_vehicle()
    {
        var fault = new SensorFault("W-T-adv", SensorFaultKind.StuckOn, At(100), At(400));
        var stuck = Observe(_ => SensorErrorModel.Ideal, 600, fault).Of(Advance, ObservationKind.Interval).Where(i => i.From >= At(102) && i.To < At(400)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(stuck.Select(i => i.Occupancy), Is.All.EqualTo(1.0).Within(1e-9));
            Assert.That(stuck.Sum(i => i.Count), Is.Zero);
        });
    }

    [Test]
    public void Dead_detector_goes_on_reporting_that_nobody_comes()
    {
        var fault = new SensorFault("W-T-stop", SensorFaultKind.StuckOff, At(100), At(1000));
        var run = Observe(_ => SensorErrorModel.Ideal, 900, fault);
        var dead = run.Of(StopLine, ObservationKind.Interval).Where(i => i.From >= At(102)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(dead, Has.Length.GreaterThan(790));
            Assert.That(dead.Sum(i => i.Count + i.Occupancy), Is.Zero);
        });
    }

    [Test]
    public void Chattering_detector_switches_about_twice_a_second()
    {
        var fault = new SensorFault("W-T-adv", SensorFaultKind.Chatter, At(100), At(200));
        var events = Observe(_ => SensorErrorModel.Ideal, 300, fault).Of(Advance, ObservationKind.Event);
        Assert.That(events.Count(e => e.From >= At(100) && e.From < At(200)), Is.InRange(100, 450));
    }

    [Test]
    public void Unknown_fault_target_is_refused_with_what_exists()
    {
        var engine = TrafficEngine.Create(Worlds.OneCrossing, Signals.Sim.Demand.Scenario.Empty, 1, TrafficOptions.Default);
        var sensors = new EmulatedSensors(engine, 0, SensorErrorModel.FieldModelOf, 1);
        Assert.That(
            () => sensors.Inject(new SensorFault("radar-X", SensorFaultKind.Silent, At(0), At(1))),
            Throws.ArgumentException.With.Message.Contains("radar-W"));
    }

    [Test]
    public void Same_seed_gives_the_same_messages()
    {
        var (first, second) = (Observe(SensorErrorModel.FieldModelOf, 300).All, Observe(SensorErrorModel.FieldModelOf, 300).All);
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Vehicle_that_is_missed_on_arrival_is_found_while_it_stands()
    {
        var engine = TrafficEngine.Create(Worlds.OneCrossing, Worlds.Only("W", 300), 1, TrafficOptions.Default);
        var sensors = new EmulatedSensors(engine, 0, _ => SensorErrorModel.Ideal with { MissRate = 1 }, 1);
        Worlds.Run(engine, Duration.FromSeconds(120), Worlds.Show(Crossing), () => sensors.Advance([]));

        Assert.That(sensors.PresentChannels & 1UL << (Crossing.Detectors[StopLine].Channel - 1), Is.Not.Zero);
    }

    [Test]
    public void Presence_mask_follows_the_stop_line()
    {
        var engine = TrafficEngine.Create(Worlds.OneCrossing, Worlds.Only("W", 600), 1, TrafficOptions.Default);
        var sensors = new EmulatedSensors(engine, 0, _ => SensorErrorModel.Ideal, 1);
        Worlds.Run(engine, Duration.FromSeconds(60), Worlds.Show(Crossing), () => sensors.Advance([]));
        var bit = 1UL << (Crossing.Detectors[StopLine].Channel - 1);
        var standing = sensors.PresentChannels & bit;
        Worlds.Run(engine, Duration.FromSeconds(30), Worlds.Show(Crossing, 2), () => sensors.Advance([]));
        Assert.That(standing, Is.EqualTo(bit), "a queue stands on the zone");
    }

    private static Instant At(double seconds) => Instant.Epoch + Duration.FromSeconds(seconds);

    private static int IndexOf(string id) => Crossing.Detectors.First(d => d.Id == id).Index;

    private static Observed Observe(Func<DetectorKind, SensorErrorModel> modelOf, double seconds, params SensorFault[] faults)
    {
        var options = new TrafficOptions { StepLength = new Duration(200) };
        var engine = TrafficEngine.Create(Worlds.OneCrossing, Worlds.Only("W", 900), 3, options);
        var sensors = new EmulatedSensors(engine, 0, modelOf, 17);
        foreach (var fault in faults)
        {
            sensors.Inject(fault);
        }

        var all = new List<SensorObservation>();
        Worlds.RunPlan(engine, Duration.FromSeconds(seconds), () => sensors.Advance(all));
        return new Observed(engine, all);
    }

    private sealed record Observed(TrafficEngine Engine, List<SensorObservation> All)
    {
        public List<SensorObservation> Of(int detector, ObservationKind kind) => [.. All.Where(o => o.DetectorIndex == detector && o.Kind == kind)];

        public DetectorTruth Truth(int detector) => Engine.Detectors(0)[detector];
    }
}
