using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;

namespace Signals.Tests.Sim.Traffic;

[Category("Unit")]
public sealed class PeopleAndBusesTests
{
    private static readonly Intersection Crossing = Worlds.OneCrossing.Intersections[0];

    [Test]
    public void Pedestrian_presses_the_button_and_waits_until_walk()
    {
        var engine = Create(Scenario.Empty with
        {
            Pedestrians = [new PedestrianFlow(new ApproachRef("R1C1", "S"), DemandProfile.Constant(120))],
        });
        var presses = new List<ButtonPress>();
        Worlds.Run(engine, Duration.FromSeconds(600), Worlds.Show(Crossing), () => presses.AddRange(engine.PressedButtons.ToArray()));
        var crossing = Crossing.Crossings.IndexOf(Crossing.Crossings.First(c => c.Leg == "S"));
        var waiting = engine.WaitingPedestrians(0, crossing);
        var walk = Worlds.Show(Crossing);
        walk[8] = GroupState.Walk;
        Worlds.Run(engine, Duration.FromSeconds(1), walk);
        Assert.Multiple(() =>
        {
            Assert.That(waiting, Is.InRange(8, 40));
            Assert.That(presses, Has.Count.EqualTo(waiting));
            Assert.That(presses.Select(p => Crossing.Detectors[p.Detector].Id), Is.All.EqualTo("button-S"));
            Assert.That(presses.Select(p => p.Group), Is.All.EqualTo(8));
            Assert.That(engine.WaitingPedestrians(0, crossing), Is.Zero);
            Assert.That(engine.Detectors(0)[presses[0].Detector].Count, Is.EqualTo(presses.Count));
        });
    }

    [Test]
    public void Mean_wait_of_pedestrians_is_the_textbook_value_of_random_arrivals()
    {
        var engine = Create(Scenario.Uniform(Worlds.OneCrossing, 1, 200));
        Worlds.RunPlan(engine, Duration.FromSeconds(7200));

        // Walk of 10.4 s in a cycle of 90 s: (90 - 10.4)^2 / 180.
        Assert.That(engine.Summary().PedestrianDelay.Value, Is.EqualTo(79.6 * 79.6 / 180).Within(3.0));
    }

    [Test]
    public void Bus_stops_dwells_and_the_dwell_is_no_delay()
    {
        var line = new BusLine(
            "7", new ApproachRef("R1C1", "W"), Duration.FromSeconds(300), Duration.Zero, Duration.FromSeconds(3000), [],
            [new BusStop(new ApproachRef("R1C1", "W"), new Metres(60), Duration.FromSeconds(30))]);
        var with = RunBuses(line);
        var without = RunBuses(line with { Stops = [] });
        Assert.Multiple(() =>
        {
            Assert.That(with.Buses, Is.EqualTo(11));
            Assert.That(with.Finished, Is.EqualTo(11));
            Assert.That(without.BusDelay.Value, Is.LessThan(4), "on a green road");
            Assert.That(with.BusDelay.Value, Is.InRange(without.BusDelay.Value + 3, 25), "braking and accelerating, not the dwell of 30 s");
        });
    }

    [Test]
    public void Incident_lane_is_left_in_time_and_traffic_passes_beside_it()
    {
        var scenario = Worlds.Only("W", 900) with
        {
            Incidents = [new Incident(new ApproachRef("R1C1", "W"), 1, new Metres(120), Duration.Zero, Duration.FromSeconds(3600))],
        };
        var engine = Create(scenario);
        Worlds.Run(engine, Duration.FromSeconds(1800), Worlds.Show(Crossing, 2));
        Assert.That(engine.Summary().Finished, Is.GreaterThan(380), "of about 450");
    }

    [Test]
    public void Oncoming_queue_is_seen_from_the_stop_line_back()
    {
        var engine = Create(Worlds.Only("W", 600));
        Worlds.Run(engine, Duration.FromSeconds(120), Worlds.Show(Crossing));
        var group = Crossing.LaneGroups.First(g => g.Id == "W-T").Index;
        var queued = engine.QueuedVehicles(0, group);
        Assert.Multiple(() =>
        {
            Assert.That(queued, Is.InRange(8, 30));
            Assert.That(engine.QueueLength(0, group).Value, Is.EqualTo(queued / 2.0 * 7.5).Within(25), "two lanes, 7.5 m each");
        });
    }

    private static TrafficEngine Create(Scenario scenario) => TrafficEngine.Create(Worlds.OneCrossing, scenario, 1, TrafficOptions.Default);

    private static TrafficSummary RunBuses(BusLine line)
    {
        var engine = Create(Scenario.Empty with { Buses = [line] });
        Worlds.Run(engine, Duration.FromSeconds(3600), Worlds.Show(Crossing, 2));
        return engine.Summary();
    }
}
