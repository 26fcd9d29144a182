using CsCheck;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Traffic;

[Category("Property")]
public sealed class TrafficEngineInvariantTests
{
    [Test]
    public void Vehicles_never_touch_and_nobody_with_the_right_to_enter_is_held_back_under_random_but_legal_signals()
    {
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[200, 1600], Gen.Int[0, 2].Select(i => new[] { 200, 500, 1000 }[i]), Gen.Double[0.0, 0.25])
            .Sample((seed, flow, step, trucks) => RunRandomly((ulong)seed, flow, step, trucks), iter: 8, threads: 1);
    }

    [Test]
    public void Nobody_with_the_right_to_enter_is_held_back_where_lanes_are_changed_late()
    {
        var corridor = TestCorridors.MainStreet();
        Gen.Int[1, 1_000_000].Sample(seed => RunRandomly(corridor, (ulong)seed, 700, 200, 0.05, 1), iter: 6, threads: 1);
    }

    [Test]
    public void Vehicles_that_block_the_box_never_overlap_either()
    {
        Gen.Int[1, 1_000_000].Sample(seed => RunRandomly((ulong)seed, 1500, 500, 0.05, keepClear: 0.5), iter: 3, threads: 1);
    }

    [Test]
    public void Traffic_that_keeps_left_is_served_as_well()
    {
        var corridor = GridCorridor.Build(2, 2) with { Side = TrafficSide.Left };
        var engine = TrafficEngine.Create(corridor, Scenario.Uniform(corridor, 500, 30), 3, TrafficOptions.Default);
        string? overlap = null;
        Worlds.RunPlan(engine, Duration.FromSeconds(1800), () => overlap ??= Worlds.Overlap(engine));
        var summary = engine.Summary();
        Assert.Multiple(() =>
        {
            Assert.That(overlap, Is.Null);
            Assert.That(summary.Finished, Is.GreaterThan(summary.Created * 8 / 10));
            Assert.That(summary.Movements.Where(m => m.Turn == Turn.Right).Sum(m => m.Vehicles), Is.GreaterThan(100), "the turn across");
        });
    }

    [Test]
    public void No_vehicle_runs_a_red_or_is_stopped_dead_when_signals_show_yellow()
    {
        var corridor = GridCorridor.Build(2, 2);
        var engine = TrafficEngine.Create(corridor, Scenario.Uniform(corridor, 900, 60), 3, TrafficOptions.Default);
        Worlds.RunPlan(engine, Duration.FromSeconds(3600));
        Assert.Multiple(() =>
        {
            Assert.That(engine.Summary().RedRunning, Is.Zero);
            Assert.That(engine.EmergencyStops, Is.Zero);
            Assert.That(engine.Summary().Finished, Is.GreaterThan(5000));
        });
    }

    [Test]
    public void Every_created_vehicle_is_finished_running_or_waiting_outside()
    {
        var corridor = GridCorridor.Build(2, 2);
        var engine = TrafficEngine.Create(corridor, Scenario.Uniform(corridor, 1400), 9, TrafficOptions.Default);
        Worlds.RunPlan(engine, Duration.FromSeconds(1800));
        var summary = engine.Summary();
        Assert.Multiple(() =>
        {
            Assert.That(summary.Finished + summary.Running + summary.NotInserted + summary.Refused, Is.EqualTo(summary.Created));
            Assert.That(summary.Running, Is.EqualTo(engine.VehicleCount));
        });
    }

    private static void RunRandomly(ulong seed, double flow, int stepMs, double trucks, double keepClear = 1) =>
        RunRandomly(GridCorridor.Build(2, 2), seed, flow, stepMs, trucks, keepClear);

    private static void RunRandomly(Corridor corridor, ulong seed, double flow, int stepMs, double trucks, double keepClear)
    {
        var scenario = Scenario.Uniform(corridor, flow, 80) with { TruckShare = trucks };
        var options = new TrafficOptions { StepLength = new Duration(stepMs), KeepClearCompliance = keepClear };
        var engine = TrafficEngine.Create(corridor, scenario, seed, options);
        var signals = corridor.Intersections.Select((x, i) => new RandomSignals(x, SeededRandom.Derive(seed, 77, (ulong)i))).ToArray();
        while (engine.Now < Instant.Epoch + Duration.FromSeconds(900))
        {
            for (var i = 0; i < signals.Length; i++)
            {
                engine.SetSignals(i, signals[i].At(engine.Now - Instant.Epoch));
            }

            engine.Step();
            if (Worlds.Overlap(engine) is { } overlap)
            {
                Assert.Fail($"seed {seed}, {flow} veh/h, step {stepMs} ms: {overlap}");
            }

            if (Worlds.HeldBack(engine) is { } held)
            {
                Assert.Fail($"seed {seed}, {flow} veh/h, step {stepMs} ms: {held}");
            }

            if (keepClear == 1 && Worlds.Collision(engine) is { } collision)
            {
                Assert.Fail($"seed {seed}, {flow} veh/h, step {stepMs} ms: {collision}");
            }
        }
    }
}
