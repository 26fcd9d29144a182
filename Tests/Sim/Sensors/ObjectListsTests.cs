using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sensors;
using Signals.Sim.Traffic;
using Signals.Tests.Sim.Traffic;

namespace Signals.Tests.Sim.Sensors;

[TestFixture, Category("Unit")]
public sealed class ObjectListsTests
{
    private static readonly Corridor Seen = SeenCorridor.Of(Worlds.OneCrossing);

    [Test]
    public void Ideal_radar_lists_every_vehicle_of_a_lane_once_a_second_and_none_twice()
    {
        var engine = TrafficEngine.Create(Seen, Worlds.Only("W", 900), 3, new TrafficOptions { StepLength = new Duration(200) });
        var sensors = new EmulatedSensors(engine, 0, _ => SensorErrorModel.Ideal, 17);
        var zone = Seen.Intersections[0].Detectors.First(d => d.Id == "W-T-1");
        var lane = DetectorField.LanesOf(engine.Network, 0, zone).Single();
        var road = engine.Network.Roads[engine.Network.RoadOfLane[lane]];
        var observed = new List<SensorObservation>();
        var lists = 0;
        Worlds.RunPlan(engine, Duration.FromSeconds(300), () =>
        {
            observed.Clear();
            sensors.Advance(observed);
            foreach (var list in observed.Where(o => o.DetectorIndex == zone.Index))
            {
                lists++;
                var truth = engine.VehiclesOn(lane).Select(v => road.Length - v.Front).Where(d => d is >= 0 and <= (float)SeenCorridor.View);
                Assert.That(list.Objects.Select(o => o.DistanceMetres), Is.EqualTo(truth).Within(1e-4));
                Assert.That(list.Objects.Select(o => o.Track), Is.Unique);
            }
        });
        Assert.That(lists, Is.EqualTo(300).Within(1));
    }

    [Test]
    public void Field_radar_misses_and_invents_at_its_rates()
    {
        var seen = 0;
        var invented = 0;
        var truth = 0;
        var engine = TrafficEngine.Create(Seen, Worlds.Only("W", 900), 3, new TrafficOptions { StepLength = new Duration(200) });
        var model = SensorErrorModel.Radar with { DropoutsPerHour = 0 };
        var ideal = new EmulatedSensors(engine, 0, _ => SensorErrorModel.Ideal, 17);
        var field = new EmulatedSensors(engine, 0, _ => model, 17);
        var (exact, spoilt) = (new List<SensorObservation>(), new List<SensorObservation>());
        Worlds.RunPlan(engine, Duration.FromSeconds(1800), () =>
        {
            exact.Clear();
            spoilt.Clear();
            ideal.Advance(exact);
            field.Advance(spoilt);
            truth += exact.Sum(o => o.Objects.IsDefault ? 0 : o.Objects.Length);
            seen += spoilt.Sum(o => o.Objects.IsDefault ? 0 : o.Objects.Count(v => v.Track < 1L << 40));
            invented += spoilt.Sum(o => o.Objects.IsDefault ? 0 : o.Objects.Count(v => v.Track >= 1L << 40));
        });
        Assert.That(seen / (double)truth, Is.EqualTo(0.97).Within(0.01));
        Assert.That(invented / (double)truth, Is.EqualTo(0.02).Within(0.005));
    }

    [Test]
    public void Silent_radar_lists_nothing_and_a_dead_one_lists_nobody()
    {
        var fault = new SensorFault("W-T-1", SensorFaultKind.StuckOff, Instant.Epoch, Instant.Epoch + Duration.FromSeconds(300));
        var silent = new SensorFault("W-T-2", SensorFaultKind.Silent, Instant.Epoch, Instant.Epoch + Duration.FromSeconds(300));
        var engine = TrafficEngine.Create(Seen, Worlds.Only("W", 900), 3, new TrafficOptions { StepLength = new Duration(200) });
        var sensors = new EmulatedSensors(engine, 0, _ => SensorErrorModel.Ideal, 17);
        sensors.Inject(fault);
        sensors.Inject(silent);
        var all = new List<SensorObservation>();
        Worlds.RunPlan(engine, Duration.FromSeconds(200), () => sensors.Advance(all));
        Assert.That(all.Where(o => IdOf(o) == "W-T-2"), Is.Empty);
        Assert.That(all.Where(o => IdOf(o) == "W-T-1").Sum(o => o.Objects.Length), Is.Zero);
        Assert.That(all.Count(o => IdOf(o) == "W-T-1"), Is.GreaterThan(190), "it goes on reporting");
    }

    private static string IdOf(SensorObservation observation) => Seen.Intersections[0].Detectors[observation.DetectorIndex].Id;
}
