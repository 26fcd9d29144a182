using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;

namespace Signals.Tests.Sim.Traffic;

[Category("Unit")]
public sealed class TrafficEngineDeterminismTests
{
    private static readonly Corridor Grid = GridCorridor.Build(2, 2);

    [Test]
    public void Same_seed_gives_the_same_trajectories()
    {
        var (first, second) = (Trajectory(5), Trajectory(5));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Another_seed_gives_other_trajectories()
    {
        Assert.That(Trajectory(6), Is.Not.EqualTo(Trajectory(5)));
    }

    [Test]
    public void Demand_does_not_depend_on_the_signals()
    {
        var served = TrafficEngine.Create(Grid, Scenario.Uniform(Grid, 600, 50), 11, TrafficOptions.Default);
        var starved = TrafficEngine.Create(Grid, Scenario.Uniform(Grid, 600, 50), 11, TrafficOptions.Default);
        var length = Duration.FromSeconds(900);
        Worlds.RunPlan(served, length);
        while (starved.Now - Instant.Epoch < length)
        {
            starved.Step();
        }

        var (a, b) = (served.Summary(), starved.Summary());
        Assert.Multiple(() =>
        {
            Assert.That(b.Created, Is.EqualTo(a.Created));
            Assert.That(b.Crossings.Sum(c => c.Served + c.Waiting), Is.EqualTo(a.Crossings.Sum(c => c.Served + c.Waiting)));
            Assert.That(b.Finished, Is.LessThan(a.Finished), "red for ever serves fewer");
        });
    }

    [Test]
    public void Step_allocates_nothing_once_the_network_has_filled()
    {
        var engine = TrafficEngine.Create(Grid, Scenario.Uniform(Grid, 700, 60), 2, TrafficOptions.Default);
        Worlds.RunPlan(engine, Duration.FromSeconds(1500));
        var signals = Grid.Intersections.Select(x => new PlanSignals(x, x.Plans[0])).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 400; step++)
        {
            for (var i = 0; i < signals.Length; i++)
            {
                engine.SetSignals(i, signals[i].At(engine.Now - Instant.Epoch));
            }

            engine.Step();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4096), "bytes in 400 steps");
    }

    private static ulong Trajectory(ulong seed)
    {
        var engine = TrafficEngine.Create(Grid, Scenario.Uniform(Grid, 800, 60), seed, TrafficOptions.Default);
        var hash = 0UL;
        Worlds.RunPlan(engine, Duration.FromSeconds(600), () => hash = SeededRandom.Mix(hash ^ engine.Fingerprint()));
        return hash;
    }
}
