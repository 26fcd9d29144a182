using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Phases;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Actuated;

/// <summary>What holds at any demand. <see cref="ClosedLoop"/> itself asserts that every intent is compatible.</summary>
[TestFixture]
[Category("Property")]
public sealed class ActuatedControllerPropertyTests
{
    private static readonly Gen<(int Seed, double[] Rates)> Demands =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 0.05], Gen.Double[0.05, 0.4]).Array[13]);

    [Test]
    public void Call_is_served_within_its_bound_at_any_demand()
    {
        Gen.Select(Demands, Gen.Int[0, 3], Gen.Bool).Sample(
            (demand, variant, coordinated) =>
            {
                var intersection = TimingIntersections.Variant(variant);
                var queues = new QueueDemand(intersection, demand.Seed, demand.Rates[..intersection.Groups.Length]);
                var loop = new ClosedLoop(intersection, Make(intersection), plan: coordinated ? null : TimingPlan.Free) { BeforeTick = queues.Apply };
                loop.Run(900);
                foreach (var group in intersection.Groups)
                {
                    Assert.That(queues.LongestWait[group.Index], Is.LessThanOrEqualTo(group.Demand.MaxWait), $"{group.Id} of variant {variant}");
                }
            },
            iter: 60);
    }

    [Test]
    public void Saturated_phases_never_stick_on_one_combination()
    {
        // The stuck NEMA controller of eclipse-sumo/sumo#11931: every phase must come round, from every starting demand.
        Demands.Sample(
            demand =>
            {
                var intersection = TestIntersections.RingBarrier();
                var queues = new QueueDemand(intersection, demand.Seed, demand.Rates[..12]);
                var loop = new ClosedLoop(intersection, Make(intersection), plan: TimingPlan.Free) { BeforeTick = queues.Apply };
                loop.Run(demand.Seed % 400);
                loop.BeforeTick = null;
                loop.Present = GroupSet.FirstN(8);
                var before = loop.Intervals.Count;
                loop.Run(420);
                for (var phase = 0; phase < 8; phase++)
                {
                    Assert.That(loop.Intervals.Skip(before).Count(i => i.Group == phase && i.State == GroupState.Green), Is.GreaterThanOrEqualTo(1), $"P{phase + 1}");
                }
            },
            iter: 30);
    }

    [Test]
    public void Hand_over_at_any_moment_changes_nothing_visible()
    {
        Gen.Select(Demands, Gen.Int[0, 3], Gen.Int[200, 3000]).Sample(
            (demand, variant, tenths) =>
            {
                var intersection = TimingIntersections.Variant(variant);
                var queues = new QueueDemand(intersection, demand.Seed, demand.Rates[..intersection.Groups.Length]);
                var loop = new ClosedLoop(intersection, Make(intersection), plan: TimingPlan.Free) { BeforeTick = queues.Apply };
                loop.Run(tenths / 10.0);
                var go = loop.Go;
                loop.HandOver(Make(intersection));
                loop.Tick();
                Assert.That((go - loop.Go).Bits & ~PedestrianBits(intersection), Is.Zero, "no green ended because of the hand-over");
                loop.Run(400);
                foreach (var group in intersection.Groups)
                {
                    Assert.That(queues.LongestWait[group.Index], Is.LessThanOrEqualTo(group.Demand.MaxWait * 2), group.Id);
                }
            },
            iter: 60);
    }

    [Test]
    public void Same_views_give_the_same_intents()
    {
        var intersection = TestIntersections.RingBarrier();
        List<ControlIntent> Run()
        {
            var queues = new QueueDemand(intersection, 7, [.. Enumerable.Repeat(0.1, 12)]);
            return new ClosedLoop(intersection, Make(intersection)) { BeforeTick = queues.Apply }.Run(600).Intents;
        }

        var first = Run();
        Assert.That(Run(), Is.EqualTo(first));
    }

    private static ulong PedestrianBits(Intersection intersection) =>
        intersection.Groups.Where(g => g.IsPedestrian).Aggregate(GroupSet.Empty, (set, g) => set.With(g.Index)).Bits;

    private static ActuatedController Make(Intersection intersection) =>
        new ActuatedController(PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), intersection.StartUp);
}
