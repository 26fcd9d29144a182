using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Phases;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Import;

[Category("Integration")]
public sealed class BenchMapImportTests
{
    [TestCase("cologne1", 1, 4, 4)]
    [TestCase("cologne3", 3, 4, 4)]
    [TestCase("grid4x4", 16, 8, 8)]
    [TestCase("arterial4x4", 16, 5, 5)]
    [TestCase("ingolstadt1", 1, 4, 3)]
    public void Map_has_an_intersection_for_each_traffic_light_with_groups_and_stages_of_its_program(string map, int signals, int groups, int stages)
    {
        var scene = Import(map, SumoImportOptions.Default);

        Assert.Multiple(() =>
        {
            Assert.That(scene.Intersections, Has.Length.EqualTo(signals));
            Assert.That(scene.Intersections.Max(i => i.Intersection.Groups.Length), Is.EqualTo(groups));
            Assert.That(scene.Intersections.Max(i => ((StageSequence)i.Intersection.Sequence).Stages.Length), Is.EqualTo(stages));
        });
    }

    [Test]
    public void Every_compatible_combination_of_groups_passes_the_judge_of_signal_states(
        [Values("cologne1", "cologne3", "grid4x4", "arterial4x4", "ingolstadt1")] string map, [Values] SumoTiming timing)
    {
        var scene = Import(map, SumoImportOptions.Default with { Timing = timing });
        var judge = new SignalRecord(scene.Network.Path);

        foreach (var (intersection, signal) in scene.Intersections.Select(i => (i.Intersection, i.Signal)))
        {
            var forbidden = judge.Forbidden(signal.Id);
            var safety = SafetyTable.Compile(intersection);
            foreach (var green in Shown.EveryCombination(intersection).Where(safety.IsCompatible))
            {
                var state = signal.State(Shown.Go(intersection, green));
                Assert.That(SignalRecord.Violations(state, forbidden), Is.Empty, $"{signal.Id} {green}: {state}");
            }
        }
    }

    [TestCase("cologne1")]
    [TestCase("cologne3")]
    [TestCase("grid4x4")]
    [TestCase("arterial4x4")]
    [TestCase("ingolstadt1")]
    public void Stages_show_the_states_of_the_networks_own_green_phases(string map)
    {
        var scene = Import(map, SumoImportOptions.Default);
        var judge = new SignalRecord(scene.Network.Path);

        foreach (var (intersection, signal) in scene.Intersections.Select(i => (i.Intersection, i.Signal)))
        {
            var shown = ((StageSequence)intersection.Sequence).Stages.Select(s => signal.State(Shown.Go(intersection, s.Groups))).ToArray();
            var own = judge.StatesOf(signal.Id).Where(s => !s.Contains('y')).Distinct();

            Assert.That(shown.Select(GreenOrNot), Is.EquivalentTo(own.Select(GreenOrNot)), signal.Id);
        }
    }

    [TestCase("cologne1", 90)]
    [TestCase("cologne3", 90)]
    [TestCase("grid4x4", 104)]
    [TestCase("arterial4x4", 65)]
    [TestCase("ingolstadt1", 90)]
    public void Plan_has_the_cycle_of_the_networks_own_program(string map, int cycle)
    {
        foreach (var intersection in Import(map, SumoImportOptions.Default).Corridor.Intersections)
        {
            Assert.Multiple(() =>
            {
                Assert.That(intersection.Plans[0].Cycle.TotalSeconds, Is.EqualTo(cycle));
                Assert.That(intersection.Plans[0].Splits.Sum(s => s.Length.TotalSeconds), Is.EqualTo(cycle));
                Assert.That(() => PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), Throws.Nothing);
            });
        }
    }

    private static SumoScene Import(string map, SumoImportOptions options) =>
        SumoImport.Build(SumoConfiguration.Read(Bench.PathOrSkip("sumo", map, map + ".sumocfg")).ReadNetwork(), options);

    private static string GreenOrNot(string state) => state.Replace('g', 'G');
}
