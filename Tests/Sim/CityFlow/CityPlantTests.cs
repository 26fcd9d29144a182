using Signals.Core.Timing.Adaptive;
using Signals.Sim.CityFlow.Adaptive;
using Signals.Sim.CityFlow.Protocol;

namespace Signals.Tests.Sim.CityFlow;

[Category("Integration")]
public sealed class CityPlantTests
{
    private const int Seconds = 600;

    [TestCase(0, 5)]
    [TestCase(0, 2)]
    [TestCase(15, 5)]
    public void Change_of_phase_takes_exactly_the_time_of_the_protocol(int interval, int change)
    {
        var shown = Shown(new CityProtocol(interval, change));

        var closed = Runs(shown).Where(r => r.Phase == 0).Select(r => r.Length).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(closed, Has.Length.GreaterThan(10));
            Assert.That(closed, Is.All.EqualTo(change));
        });
    }

    [Test]
    public void With_an_interval_phases_change_only_at_its_multiples()
    {
        var shown = Shown(new CityProtocol(15, 5));

        // The run may begin on a lower rung, which knows no interval: the ladder takes 30 s to come back to the optimiser.
        const int Settled = 40;
        var changes = Enumerable.Range(Settled, Seconds - Settled).Where(s => shown[s] == 0 && shown[s - 1] != 0).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(changes, Has.Length.GreaterThan(5));
            Assert.That(changes.Select(s => s % 15), Is.All.Zero);
        });
    }

    [Test]
    public void Optimiser_waits_less_than_max_pressure_and_no_monitor_finds_anything()
    {
        var city = SmallCity.Load(SmallCity.Roadnet(), SmallCity.Everywhere(250));
        var protocol = new CityProtocol(15, 5);

        var ours = new CityPlant(city, protocol, PlannerSettings.Default, 3, 1).Run(CancellationToken.None);
        var published = CityRun.Run(city.Network, city.Streams, CityController.All.Single(c => c.Name == "max-pressure"), protocol, 1, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(ours.XLightSeconds, Is.LessThan(published.XLightSeconds));
            Assert.That(ours.MonitorFindings, Is.Zero);
            Assert.That(ours.NeverInserted, Is.Zero);
        });
    }

    /// <summary>Phase of the crossing in every second; 0 while it changes.</summary>
    private static int[] Shown(CityProtocol protocol)
    {
        var city = SmallCity.Load(SmallCity.Roadnet(), SmallCity.Everywhere(150));
        var plant = new CityPlant(city, protocol, PlannerSettings.Default with { Rerank = false }, 3, 1);
        var phases = city.Network.Intersections[0].Phases;
        var shown = new int[Seconds];
        for (var second = 0; second < Seconds; second++)
        {
            plant.Step();
            shown[second] = phases.IndexOf(plant.Engine.Open(0));
        }

        Assert.That((plant.MonitorFindings, shown.Min()), Is.EqualTo((0L, 0)), "findings of the monitor; no state but the published phases");
        return shown;
    }

    private static IEnumerable<(int Phase, int Length)> Runs(int[] shown)
    {
        var start = 0;
        for (var second = 1; second < shown.Length; second++)
        {
            if (shown[second] != shown[second - 1])
            {
                yield return (shown[start], second - start);
                start = second;
            }
        }
    }
}
