using System.Text;
using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Tests.Sim.Sumo.Networks;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Import;

[Category("Integration")]
public sealed class CorridorYamlTests
{
    private static readonly SumoImportOptions Product = SumoImportOptions.Default with { Timing = SumoTiming.Product };

    [Test]
    public void Corridor_file_reads_back_as_the_imported_corridor([Values("mutcd", "rilsa", "gb")] string standard, [Values] SumoDetection detection)
    {
        var scene = SumoNetworks.Import(Product with { Standard = standard, Detection = detection });

        var result = Parse(scene);

        Assert.That(result.Findings.Where(f => f.Severity == Severity.Error), Is.Empty);
        AssertSame(result.Corridor!, scene.Corridor);
    }

    [TestCase("cologne1")]
    [TestCase("cologne3")]
    [TestCase("grid4x4")]
    [TestCase("arterial4x4")]
    [TestCase("ingolstadt1")]
    public void Corridor_file_of_a_reference_map_reads_back_as_imported(string map)
    {
        var scene = SumoImport.Build(SumoConfiguration.Read(Bench.PathOrSkip("sumo", map, map + ".sumocfg")).ReadNetwork(), Product);

        var result = Parse(scene);

        Assert.That(result.Findings.Where(f => f.Severity == Severity.Error), Is.Empty);
        AssertSame(result.Corridor!, scene.Corridor);
    }

    [Test]
    public void Every_intersection_warns_that_its_conflicts_are_surveyed()
    {
        var warnings = Parse(SumoNetworks.Import(Product)).Findings.Where(f => f.Message.Contains("conflicts are as surveyed", StringComparison.Ordinal));

        Assert.That(warnings.Select(w => w.Severity), Is.EqualTo(new[] { Severity.Warning, Severity.Warning }));
    }

    [Test]
    public void Comparable_timing_is_not_for_the_street()
    {
        var result = Parse(SumoNetworks.Import());

        Assert.That(result.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Message), Has.Some.Contains("red clearance 0.0 s is below the MUTCD minimum"));
    }

    private static CorridorLoadResult Parse(SumoScene scene) => CorridorFile.Parse("imported.yaml", Encoding.UTF8.GetBytes(CorridorYaml.Write(scene)));

    private static void AssertSame(Corridor read, Corridor made)
    {
        Assert.That(read.Links, Is.EqualTo(made.Links));
        Assert.That(read.Intersections.Select(i => i.Id), Is.EqualTo(made.Intersections.Select(i => i.Id)));
        foreach (var (a, b) in read.Intersections.Zip(made.Intersections))
        {
            Assert.Multiple(() =>
            {
                Assert.That(a.Groups, Is.EqualTo(b.Groups));
                Assert.That(Pairs(a), Is.EqualTo(Pairs(b)));
                Assert.That(a.Approaches, Is.EqualTo(b.Approaches));
                Assert.That(a.LaneGroups.Select(Text), Is.EqualTo(b.LaneGroups.Select(Text)));
                Assert.That(a.Crossings, Is.EqualTo(b.Crossings));
                Assert.That(((StageSequence)a.Sequence).Stages, Is.EqualTo(((StageSequence)b.Sequence).Stages));
                Assert.That(a.StartUp, Is.EqualTo(b.StartUp));
                Assert.That(a.Detectors, Is.EqualTo(b.Detectors));
                Assert.That(a.Plans.Select(Text), Is.EqualTo(b.Plans.Select(Text)));
                Assert.That(a.Cabinet, Is.EqualTo(b.Cabinet));
            });
        }
    }

    private static IEnumerable<string> Pairs(Intersection i) =>
        i.Groups.SelectMany(a => i.Groups.Select(b => $"{a.Id} {b.Id} {i.Intergreens.Between(a.Index, b.Index)}"));

    private static string Text(LaneGroup lane) =>
        $"{lane with { Movements = [] }} {string.Join("; ", lane.Movements.Select(m => $"{m with { YieldsTo = default, Share = Math.Round(m.Share, 6) }} {string.Join(',', m.YieldsTo)}"))}";

    private static string Text(TimingPlan plan) => $"{plan.Number} {plan.Cycle} {plan.Offset} {string.Join(',', plan.Splits)} {string.Join(',', plan.Coordinated)}";
}
