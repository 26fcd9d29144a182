using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing;

/// <summary>No controller allocates in a decision once it is warm, while queues, lamps, calls and plans go on changing under it.</summary>
[TestFixture]
[Category("Unit")]
public sealed class DecisionAllocationTests
{
    [Test]
    public void Decision_allocates_nothing_after_warm_up(
        [Values(ControlLevel.FixedTime, ControlLevel.Actuated, ControlLevel.Adaptive)] ControlLevel level, [Values] bool staged, [Values] bool coordinated)
    {
        var intersection = staged ? TestIntersections.German() : TestIntersections.RingBarrier();
        var link = new Link("upstream", "E", intersection.Id, "W", new Metres(280), new MetresPerSecond(14), 1);
        var controller = new MeteredController(
            ControllerFactory.Create(level, intersection, SafetyTable.Compile(intersection), [link], [link with { From = intersection.Id, To = "upstream" }]));
        var queues = new QueueDemand(intersection, 5, [.. Enumerable.Repeat(0.06, intersection.Groups.Length)]);
        var loop = new ClosedLoop(intersection, controller, plan: coordinated ? intersection.PlanOf(1) : TimingPlan.Free)
        {
            BeforeTick = l =>
            {
                queues.Apply(l);
                l.Neighbours = [new NeighbourOutflow("upstream", "W", l.Now, [3, 1, 0, 0, 2, 4], SpaceVehicles: 12)];
            },
        };
        loop.Run(200);
        loop.Intents.Clear();
        controller.Reset();
        var explanations = new HashSet<string>();
        for (var second = 0; second < 150; second++)
        {
            loop.Run(1);
            explanations.Add(controller.Explain());
        }

        Assert.That(controller.AllocatedBytes, Is.Zero);
        Assert.That(controller.Decisions, Is.EqualTo(1500));
        Assert.That(loop.Intents.Select(i => i.Green).Distinct().Count(), Is.GreaterThanOrEqualTo(3), "the run must turn the signals");
        Assert.That(explanations, Has.Count.GreaterThan(level == ControlLevel.Adaptive ? 50 : 2), "an adaptive plan is judged anew every second");
    }
}
