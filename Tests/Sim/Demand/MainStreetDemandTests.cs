using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;
using Signals.Tests.Sim.Traffic;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Demand;

[Category("Integration")]
public sealed class MainStreetDemandTests
{
    [TestCase(7.25, 1, TestName = "Main_street_morning_peak_is_served_by_its_plan")]
    [TestCase(12, 2, TestName = "Main_street_noon_is_served_by_its_plan")]
    [TestCase(16.75, 3, TestName = "Main_street_evening_peak_is_served_by_its_plan")]
    public void Main_street_is_served_by_its_plan(double hour, int plan)
    {
        var (corridor, scenario) = Load();
        var start = Duration.FromSeconds(hour * 3600);
        var engine = TrafficEngine.Create(corridor, scenario, 1, new TrafficOptions { TimeOfDay = start });
        var signals = corridor.Intersections.Select(x => new PlanSignals(x, x.PlanOf(plan))).ToArray();
        string? overlap = null;
        while (engine.Now - Instant.Epoch < Duration.FromSeconds(2700))
        {
            for (var i = 0; i < signals.Length; i++)
            {
                engine.SetSignals(i, signals[i].At(engine.TimeOfDay));
            }

            engine.Step();
            overlap ??= Worlds.Overlap(engine);
        }

        var summary = engine.Summary();
        TestContext.Out.WriteLine($"{summary.Created} vehicles, delay {summary.MeanDelay}, main {summary.MainDelay}, side {summary.SideDelay}, "
            + $"stops {summary.StopsPerVehicle:0.00}, longest wait {summary.LongestWait}, pedestrians {summary.PedestrianDelay}, buses {summary.BusDelay}, "
            + $"not inserted {summary.NotInserted}, missed turns {summary.MissedTurns}");
        Assert.Multiple(() =>
        {
            Assert.That(overlap, Is.Null);
            Assert.That(summary.NotInserted, Is.LessThan(summary.Created / 100));
            Assert.That(summary.Finished, Is.GreaterThan(summary.Created * 85 / 100));
            Assert.That(summary.MeanDelay.Value, Is.InRange(15, 120));
            Assert.That(summary.MissedTurns, Is.LessThan(summary.Created / 50));
            Assert.That(summary.RedRunning, Is.Zero);
            Assert.That(summary.Buses, Is.GreaterThan(5));
        });
    }

    private static (Corridor, Scenario) Load()
    {
        var path = Repository.PathOf("corridors", "main-street.yaml");
        var corridor = CorridorFile.Load(path).Corridor!;
        return (corridor, ScenarioFile.Load(ScenarioFile.PathFor(path), corridor));
    }
}
