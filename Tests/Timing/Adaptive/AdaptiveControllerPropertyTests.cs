using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Adaptive;

[TestFixture]
[Category("Property")]
public sealed class AdaptiveControllerPropertyTests
{
    private static readonly Gen<(int Seed, double[] Rates)> Demands =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 0.05], Gen.Double[0.05, 0.4]).Array[13]);

    [Test]
    public void Call_is_served_within_its_bound_at_any_demand()
    {
        Gen.Select(Demands, Gen.Int[0, 3]).Sample(
            (demand, variant) =>
            {
                var intersection = ShortSighted(TimingIntersections.Variant(variant));
                var queues = new QueueDemand(intersection, demand.Seed, demand.Rates[..intersection.Groups.Length]);
                var heldUp = new Random(demand.Seed);
                new ClosedLoop(intersection, Make(ControlLevel.Adaptive, intersection))
                {
                    BeforeTick = l =>
                    {
                        queues.Apply(l);
                        HoldUpInBox(l, heldUp);
                    },
                }.Run(450);
                foreach (var group in intersection.Groups)
                {
                    Assert.That(queues.LongestWait[group.Index], Is.LessThanOrEqualTo(group.Demand.MaxWait), $"{group.Id} of variant {variant}");
                }
            },
            iter: 16);
    }

    [Test]
    public void Hand_over_at_any_moment_changes_nothing_visible()
    {
        Gen.Select(Demands, Gen.Int[0, 3], Gen.Int[200, 1500]).Sample(
            (demand, variant, tenths) =>
            {
                var intersection = ShortSighted(TimingIntersections.Variant(variant));
                var queues = new QueueDemand(intersection, demand.Seed, demand.Rates[..intersection.Groups.Length]);
                var loop = new ClosedLoop(intersection, Make(ControlLevel.Actuated, intersection), plan: TimingPlan.Free) { BeforeTick = queues.Apply };
                loop.Run(tenths / 10.0);
                var go = loop.Go;
                loop.HandOver(Make(ControlLevel.Adaptive, intersection));
                loop.BeforeTick = null;
                loop.Present = GroupSet.Empty;
                loop.Tick();
                var vehicles = intersection.Groups.Where(g => !g.IsPedestrian).Aggregate(GroupSet.Empty, (set, g) => set.With(g.Index));
                Assert.That((go - loop.Go) & vehicles, Is.EqualTo(GroupSet.Empty), "no green ended because of the hand-over");
                loop.Run(20);
            },
            iter: 30);
    }

    [Test]
    public void Same_views_give_the_same_intents()
    {
        var intersection = TestIntersections.RingBarrier();
        List<ControlIntent> Run()
        {
            var queues = new QueueDemand(intersection, 7, [.. Enumerable.Repeat(0.1, 12)]);
            return new ClosedLoop(intersection, Make(ControlLevel.Adaptive, intersection)) { BeforeTick = queues.Apply }.Run(120).Intents;
        }

        var first = Run();
        Assert.That(Run(), Is.EqualTo(first));
    }

    [Test]
    public void Adaptive_control_delays_less_than_fixed_time_and_no_more_than_actuated()
    {
        double fixedTime = 0, actuated = 0, adaptive = 0;
        for (var seed = 1; seed <= 3; seed++)
        {
            fixedTime += DelayOf(ControlLevel.FixedTime, seed);
            actuated += DelayOf(ControlLevel.Actuated, seed);
            adaptive += DelayOf(ControlLevel.Adaptive, seed);
        }

        TestContext.Out.WriteLine($"delay in vehicle-hours: fixed {fixedTime / 3600:0.00}, actuated {actuated / 3600:0.00}, adaptive {adaptive / 3600:0.00}");
        Assert.That(adaptive, Is.LessThan(fixedTime));
        Assert.That(adaptive, Is.LessThan(actuated * 1.02));
    }

    /// <summary>Now and then somebody stands inside the junction on his way to an exit, for anything up to twenty seconds.</summary>
    private static void HoldUpInBox(ClosedLoop loop, Random random)
    {
        for (var exit = 0; exit < loop.Picture.ExitRoom.Length; exit++)
        {
            var stands = loop.Picture.ExitRoom[exit].ClearingSeconds - 0.1f;
            stands = stands > 0 ? stands : random.NextDouble() < 0.01 ? random.Next(1, 20) : 0;
            loop.Picture.ExitRoom[exit] = loop.Picture.ExitRoom[exit] with { ClearingSeconds = stands };
        }
    }

    /// <summary>The shortest horizon that a file may ask for: the properties hold at any, and this one tests three times as many runs in the time.</summary>
    private static Intersection ShortSighted(Intersection intersection) =>
        intersection with { Control = intersection.Control with { Horizon = Duration.FromSeconds(20) } };

    private static double DelayOf(ControlLevel level, int seed)
    {
        var intersection = TestIntersections.RingBarrier();
        double[] rates = [0.03, 0.14, 0.03, 0.07, 0.03, 0.10, 0.02, 0.09, 0.003, 0.003, 0.003, 0.003];
        var queues = new QueueDemand(intersection, seed, rates);
        var plan = level == ControlLevel.FixedTime ? intersection.PlanOf(1) : TimingPlan.Free;
        new ClosedLoop(intersection, Make(level, intersection), plan: plan) { BeforeTick = queues.Apply }.Run(600);
        return queues.Delay;
    }

    private static IController Make(ControlLevel level, Intersection intersection) =>
        ControllerFactory.Create(level, intersection, SafetyTable.Compile(intersection), [], []);
}
