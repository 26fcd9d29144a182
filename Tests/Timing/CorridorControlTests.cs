using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing;

/// <summary>Every controller on every intersection of the example corridors: MUTCD ring-barrier, RiLSA, UK and Chinese stages.</summary>
[TestFixture]
[Category("Property")]
public sealed class CorridorControlTests
{
    [Test]
    public void Nobody_waits_beyond_the_bound_on_any_example_corridor(
        [Values("main-street.yaml", "ludwigstrasse.yaml", "high-street.yaml", "renmin-lu.yaml")] string file,
        [Values(ControlLevel.FixedTime, ControlLevel.Actuated, ControlLevel.Adaptive)] ControlLevel level)
    {
        var corridor = TestCorridors.LoadExample(file);
        foreach (var (seed, intersection) in corridor.Intersections.Index())
        {
            var random = new Random(seed);
            var rates = intersection.Groups.Select(g => g.IsPedestrian ? 0.01 : random.NextDouble() * 0.25).ToArray();
            var queues = new QueueDemand(intersection, seed, rates);
            var brief = intersection with { Control = intersection.Control with { Horizon = Duration.FromSeconds(30) } };
            var controller = ControllerFactory.Create(level, brief, SafetyTable.Compile(brief), [], []);
            var loop = new ClosedLoop(brief, controller, startHour: 8) { BeforeTick = queues.Apply }.Run(600);
            foreach (var group in intersection.Groups)
            {
                var bound = group.Demand.MaxWait;
                Assert.That(
                    queues.LongestWait[group.Index], Is.LessThanOrEqualTo(bound), $"{intersection.Id} {group.Id} under {level}: {loop.Controller.Explain()}");
            }
        }
    }
}
