using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Sim.CityFlow.Adaptive;

namespace Signals.Tests.Sim.CityFlow;

[Category("Unit")]
public sealed class CityCorridorTests
{
    private static readonly Duration Change = Duration.FromSeconds(5);

    [Test]
    public void Intersection_has_a_lane_group_a_signalled_lane_and_a_stage_a_published_phase()
    {
        var intersection = Import().Corridor.Intersections.Single();
        var stages = ((StageSequence)intersection.Sequence).Stages;

        Assert.Multiple(() =>
        {
            Assert.That(intersection.LaneGroups, Has.Length.EqualTo(8), "left and through lanes; right turns have no signal");
            Assert.That(intersection.Groups, Has.Length.EqualTo(8));
            Assert.That(stages.Select(s => s.Groups.Count), Is.EqualTo(new[] { 2, 2, 2, 2 }));
            Assert.That(intersection.Detectors.Count(d => d.Role == DetectorRole.Area), Is.EqualTo(8));
            Assert.That(intersection.Detectors.Count(d => d.Role == DetectorRole.Exit), Is.EqualTo(12));
        });
    }

    [Test]
    public void Only_groups_of_one_phase_may_be_green_together_and_others_wait_for_the_change_time()
    {
        var intersection = Import().Corridor.Intersections.Single();
        var safety = SafetyTable.Compile(intersection);
        var stages = ((StageSequence)intersection.Sequence).Stages;

        foreach (var a in safety.All)
        {
            foreach (var b in safety.All.Without(a))
            {
                var together = stages.Any(s => s.Groups.Contains(a) && s.Groups.Contains(b));
                Assert.That(intersection.Intergreens.Between(a, b), Is.EqualTo(together ? (Duration?)null : Change), $"groups {a} and {b}");
            }
        }
    }

    [Test]
    public void Open_movements_are_those_of_the_green_groups_and_the_right_turns()
    {
        var map = Import().Signalised.Single();
        const ulong RightTurns = 1UL << 2 | 1UL << 3 | 1UL << 6 | 1UL << 10;

        Assert.Multiple(() =>
        {
            Assert.That(map.Open(GroupSet.Empty), Is.EqualTo(RightTurns));
            Assert.That(map.Stages.Select(map.Open), Is.EqualTo(Enumerable.Range(1, 4).Select(p => map.Intersection.Phases[p])));
        });
    }

    private static CityCorridor Import() => new(SmallCity.Load(SmallCity.Roadnet()).Network, Change, Duration.FromSeconds(3));
}
