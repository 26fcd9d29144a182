using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.VirtualTime;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.VirtualTime;

[TestFixture, Category("Integration")]
public class VirtualCorridorTests
{
    /// <summary>Longer than the cabinets' start-up, which no controller can shorten.</summary>
    private static readonly Duration StartUp = Duration.FromSeconds(40);

    private static readonly Duration Length = Duration.FromSeconds(200);

    [Test]
    public void Same_seed_twice_gives_the_same_commands_and_the_same_traffic()
    {
        var first = Run(ControlLevel.Adaptive, seed: 7);
        var second = Run(ControlLevel.Adaptive, seed: 7);

        Assert.That(second.Control.Digest, Is.EqualTo(first.Control.Digest));
        Assert.That(second.Traffic.ToString(), Is.EqualTo(first.Traffic.ToString()));
        Assert.That(second.Traffic.Movements, Is.EqualTo(first.Traffic.Movements));
    }

    [Test]
    public void Another_seed_gives_other_commands()
    {
        Assert.That(Run(ControlLevel.Actuated, seed: 2).Control.Digest, Is.Not.EqualTo(Run(ControlLevel.Actuated, seed: 1).Control.Digest));
    }

    [TestCase(ControlLevel.FixedTime)]
    [TestCase(ControlLevel.Actuated)]
    [TestCase(ControlLevel.Adaptive)]
    public void Every_controller_keeps_remote_control_and_the_monitors_find_nothing(ControlLevel level)
    {
        var world = Run(level, seed: 3);

        Assert.That(world.FirstFindings, Is.Empty);
        Assert.That(world.Control.RemoteShare, Is.EqualTo(1.0));
        Assert.That(world.Control.Commands, Is.GreaterThanOrEqualTo(5 * Length.Tenths));
        Assert.That(world.Control.Rejections, Is.Zero);
        Assert.That(world.Traffic.Finished, Is.GreaterThan(0));
    }

    [Test]
    public void Local_plan_runs_without_a_single_command_and_still_serves_traffic()
    {
        var world = Run(ControlLevel.Observe, seed: 3);

        Assert.That(world.Control.Commands, Is.Zero);
        Assert.That(world.Control.RemoteShare, Is.Zero);
        Assert.That(world.FirstFindings, Is.Empty);
        Assert.That(world.Traffic.Finished, Is.GreaterThan(0));
    }

    [Test]
    public void Demand_of_a_seed_does_not_depend_on_the_controller()
    {
        Assert.That(Run(ControlLevel.FixedTime, seed: 5).Traffic.Created, Is.EqualTo(Run(ControlLevel.Adaptive, seed: 5).Traffic.Created));
    }

    [Test]
    public void Reset_forgets_measures_but_not_the_command_stream()
    {
        var world = Run(ControlLevel.Actuated, seed: 1);
        var digest = world.Control.Digest;

        world.ResetMeasures();

        Assert.That(world.Traffic.Finished, Is.Zero);
        Assert.That(world.Control.LongestCall, Is.EqualTo(Duration.Zero));
        Assert.That(world.Control.Digest, Is.EqualTo(digest));
    }

    private static VirtualCorridor Run(ControlLevel level, ulong seed)
    {
        var corridor = TestCorridors.MainStreet();
        var controlled = corridor with
        {
            Intersections = [.. corridor.Intersections.Select(x => x with { Control = x.Control with { Level = level, Shadow = false } })],
        };
        var world = new VirtualCorridor(controlled, Scenario.Uniform(corridor, 250, 40), seed, VirtualOptions.Default);
        world.Run(StartUp);
        world.ResetMeasures();
        world.Run(Length);
        return world;
    }
}
