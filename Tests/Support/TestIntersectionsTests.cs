using Signals.Core.Model;
using Signals.Core.Safety;

namespace Signals.Tests.Support;

[Category("Unit")]
public sealed class TestIntersectionsTests
{
    [Test]
    public void RingBarrier_compiles_and_every_barrier_side_can_be_green_with_its_crossings()
    {
        var table = SafetyTable.Compile(TestIntersections.RingBarrier());

        Assert.Multiple(() =>
        {
            Assert.That(table.IsCompatible(GroupSet.Of(1, 5, TestIntersections.Pedestrian2, TestIntersections.Pedestrian6)), Is.True);
            Assert.That(table.IsCompatible(GroupSet.Of(3, 7, TestIntersections.Pedestrian4, TestIntersections.Pedestrian8)), Is.True);
            Assert.That(table.IsCompatible(GroupSet.Of(0, 4)), Is.True);
            Assert.That(table.IsCompatible(GroupSet.Of(0, 1)), Is.False, "same ring");
            Assert.That(table.IsCompatible(GroupSet.Of(1, 3)), Is.False, "across the barrier");
            Assert.That(table.IsCompatible(GroupSet.Of(0, TestIntersections.Pedestrian2)), Is.False, "left turn across the crossing");
        });
    }

    [Test]
    public void German_compiles_and_its_stages_are_compatible()
    {
        var table = SafetyTable.Compile(TestIntersections.German());

        foreach (var stage in table.Stages)
        {
            Assert.That(table.IsCompatible(stage.Groups | stage.PedestrianGroups), Is.True, stage.Name);
        }
    }
}
