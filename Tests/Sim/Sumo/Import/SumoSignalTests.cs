using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Sim.Sumo.Import;
using Signals.Tests.Sim.Sumo.Networks;

namespace Signals.Tests.Sim.Sumo.Import;

[Category("Unit")]
public sealed class SumoSignalTests
{
    private static readonly SumoScene Scene = SumoNetworks.Import();
    private static readonly SumoIntersection Left = Scene.Intersections[0];
    private static readonly SumoIntersection Right = Scene.Intersections[1];

    // G1: side road, G2: main road through and right, G3: main road left.
    [Test]
    public void Stages_show_the_states_of_the_networks_own_green_phases()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Stages(Left), Is.EqualTo(new[] { "srrGGGgsrrGGGg", "srrrrrGsrrrrrG", "GGgrrrrGGgrrrr" }));
            Assert.That(Stages(Right), Is.EqualTo(new[] { "rrgGGGGgG", "GGrrrrrrr" }));
        });
    }

    [Test]
    public void Turn_that_stays_green_yields_until_the_opposing_traffic_has_cleared()
    {
        var clearing = Left.Signal.State(Shown.Of(Left.Intersection, ("G2", GroupState.Yellow), ("G3", GroupState.Green)));
        var cleared = Left.Signal.State(Shown.Of(Left.Intersection, ("G2", GroupState.Red), ("G3", GroupState.Green)));

        Assert.That((clearing, cleared), Is.EqualTo(("srryyygsrryyyg", "srrrrrGsrrrrrG")));
    }

    [Test]
    public void Red_amber_and_dark_signals_have_their_own_characters()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Left.Signal.State(Shown.Of(Left.Intersection, ("G1", GroupState.RedAmber))), Is.EqualTo("uuurrrruuurrrr"));
            Assert.That(Left.Signal.State(Shown.Of(Left.Intersection, ("G1", GroupState.Dark), ("G2", GroupState.FlashingYellow))), Is.EqualTo("OOOooorOOOooor"));
        });
    }

    [Test]
    public void Turning_traffic_yields_to_pedestrians_who_still_clear()
    {
        var state = Right.Signal.State(Shown.Of(Right.Intersection, ("G2", GroupState.Green), ("P1", GroupState.PedestrianClearance)));

        Assert.That(state, Is.EqualTo("rrgGGGGgr"));
    }

    [Test]
    public void Turn_has_priority_once_nobody_walks()
    {
        var state = Right.Signal.State(Shown.Of(Right.Intersection, ("G2", GroupState.Green)));

        Assert.That(state[2], Is.EqualTo('G'), "right turn over the crossing");
    }

    [Test]
    public void Every_compatible_combination_of_groups_passes_the_judge_of_signal_states()
    {
        var judge = new SignalRecord(Scene.Network.Path);
        foreach (var (intersection, signal) in Scene.Intersections.Select(i => (i.Intersection, i.Signal)))
        {
            var forbidden = judge.Forbidden(signal.Id);
            var safety = SafetyTable.Compile(intersection);
            Assert.That(forbidden, Is.Not.Empty);
            foreach (var green in Shown.EveryCombination(intersection))
            {
                var violations = SignalRecord.Violations(signal.State(Shown.Go(intersection, green)), forbidden);
                Assert.That(violations.Any(), Is.EqualTo(!safety.IsCompatible(green & Vehicles(intersection))), $"{signal.Id} {green}");
            }
        }
    }

    private static GroupSet Vehicles(Intersection intersection) => GroupSet.Of([.. intersection.Groups.Where(g => !g.IsPedestrian).Select(g => g.Index)]);

    private static IEnumerable<string> Stages(SumoIntersection scene) => ((StageSequence)scene.Intersection.Sequence).Stages
        .Select(s => scene.Signal.State(Shown.Go(scene.Intersection, s.Groups | s.PedestrianGroups)));
}
