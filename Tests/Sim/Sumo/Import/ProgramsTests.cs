using Signals.Core.Model;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Tests.Sim.Sumo.Networks;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Import;

/// <summary>Programs of every shape, given to the right-hand signal: links 0–1 stem, 2–4 from the east, 5–7 from the west, 8 crossing.</summary>
[Category("Unit")]
public sealed class ProgramsTests
{
    [Test]
    public void Short_part_of_a_later_green_is_a_change_and_no_stage()
    {
        var scene = Import("30 rrgGGGGgr|3 rryyyyyyr|2 Grrrrrrrr|28 GGrrrrrrr|3 yyrrrrrrr");

        Assert.Multiple(() =>
        {
            Assert.That(Greens(scene), Is.EqualTo(new[] { "{1}", "{0}" }));
            Assert.That(scene.Intersection.Plans[0].Splits.Select(s => s.Length.TotalSeconds), Is.EqualTo(new[] { 35.0, 31.0 }), "the start belongs to the change before it");
        });
    }

    [Test]
    public void Combination_shown_twice_is_one_stage_with_both_shares()
    {
        var scene = Import("20 rrgGGGGgr|3 rryyyyyyr|10 GGrrrrrrr|3 yyrrrrrrr|15 rrgGGGGgr|3 rryyyyyyr|8 GGrrrrrrr|3 yyrrrrrrr");

        Assert.That(scene.Intersection.Plans[0].Splits.Select(s => s.Length.TotalSeconds), Is.EqualTo(new[] { 41.0, 24.0 }));
    }

    [Test]
    public void Cycle_that_begins_in_a_change_keeps_its_offset()
    {
        var scene = Import("3 yyrrrrrrr|30 rrgGGGGgr|3 rryyyyyyr|28 GGrrrrrrr");

        Assert.Multiple(() =>
        {
            Assert.That(scene.Intersection.Plans[0].Offset.TotalSeconds, Is.EqualTo(3));
            Assert.That(scene.Intersection.Plans[0].Splits.Select(s => s.Length.TotalSeconds), Is.EqualTo(new[] { 33.0, 31.0 }));
        });
    }

    [Test]
    public void Link_that_is_never_stopped_is_green_in_every_stage()
    {
        var scene = Import("30 rrGGGGGgr|3 rrGyyyyyr|28 GGGrrrrrr|3 yyGrrrrrr");
        var group = scene.Signal.GroupOfLink[2];

        Assert.Multiple(() =>
        {
            Assert.That(((StageSequence)scene.Intersection.Sequence).Stages.Select(s => s.Groups.Contains(group)), Is.All.True);
            Assert.That(scene.Intersection.Intergreens.ConflictsOf(group), Is.EqualTo(GroupSet.Empty));
        });
    }

    [Test]
    public void Link_that_is_never_let_go_keeps_its_character_and_has_no_group()
    {
        var scene = Import("30 rrsGGGGgr|3 rrsyyyyyr|28 GGsrrrrrr|3 yysrrrrrr");
        var turn = scene.Intersection.LaneGroups.Single(g => g.Id == "far_in_0").Movements.Single(m => m.ExitLeg == "stem_out");

        Assert.Multiple(() =>
        {
            Assert.That(scene.Signal.GroupOfLink[2], Is.EqualTo(-1));
            Assert.That(scene.Signal.State(Shown.Go(scene.Intersection, scene.Intersection.StartUp))[2], Is.EqualTo('s'));
            Assert.That((turn.ProtectedBy, turn.PermissiveUnder, turn.OnRed), Is.EqualTo((-1, -1, true)));
        });
    }

    [Test]
    public void Link_that_is_green_only_beside_anothers_yellow_gets_a_stage()
    {
        var scene = Import("30 rrgGGrrrr|3 rrgGGrrrr|8 rryyyGGgr|3 rrrrryyyr|28 GGrrrrrrr|3 yyrrrrrrr");
        var group = scene.Signal.GroupOfLink[5];

        Assert.That(((StageSequence)scene.Intersection.Sequence).Stages.Count(s => s.Groups.Contains(group)), Is.EqualTo(1));
    }

    [Test]
    public void Cycle_that_no_plan_may_have_gives_none()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Import("200 rrgGGGGgr|3 rryyyyyyr|120 GGrrrrrrr|3 yyrrrrrrr").Intersection.Plans, Is.Empty);
            Assert.That(Import("180 rrgGGGGgr|3 rryyyyyyr|100 GGrrrrrrr|3 yyrrrrrrr").Intersection.Plans, Has.Length.EqualTo(1));
        });
    }

    [Test]
    public void Signal_with_a_single_stage_is_left_out_of_the_corridor_file()
    {
        var scene = SumoImport.Build(Network("60 GGgGGGGgr|3 yyyyyyyyr"), SumoImportOptions.Default with { Timing = SumoTiming.Product });
        var yaml = CorridorYaml.Write(scene);

        Assert.Multiple(() =>
        {
            Assert.That(scene.Intersections, Has.Length.EqualTo(2));
            Assert.That(yaml, Does.Contain("  left:").And.Not.Contain("  right:").And.Not.Contain("links:"));
        });
    }

    [Test]
    public void Program_that_switches_nothing_is_left_to_itself()
    {
        var scene = SumoImport.Build(Network("60 rrgGGGGgr"), SumoImportOptions.Default);

        Assert.That(scene.Intersections.Select(i => i.Signal.Id), Is.EqualTo(new[] { "left" }));
    }

    [Test]
    public void All_red_counts_only_where_the_program_always_shows_it()
    {
        var scene = Import("30 rrgGGGGgr|3 rryyyyyyr|2 rrrrrrrrr|28 GGrrrrrrr|3 yyrrrrrrr");

        Assert.That(scene.Intersection.Groups.Select(g => g.Timing.RedClearance.TotalSeconds), Is.EqualTo(new[] { 0.0, 2.0 }));
    }

    [Test]
    public void State_shorter_than_the_number_of_links_is_refused()
    {
        Assert.That(() => SumoImport.Build(Network("30 rrgGGGG|20 GGrrrrr"), SumoImportOptions.Default),
            Throws.TypeOf<SumoFormatException>().With.Message.Contains("linkIndex").And.Message.Contains("have 7 characters"));
    }

    private static SumoIntersection Import(string program) =>
        SumoImport.Build(Network(program), SumoImportOptions.Default).Intersections.Single(i => i.Signal.Id == "right");

    private static SumoNetwork Network(string program)
    {
        using var folder = new TemporaryDirectory();
        var phases = program.Split('|').Select(p => p.Split(' ')).Select(p => $"<phase duration=\"{p[0]}\" state=\"{p[1]}\"/>");
        var file = folder.File("right.tll.xml");
        File.WriteAllText(file, $"<additional><tlLogic id=\"right\" type=\"static\" programID=\"1\" offset=\"0\">{string.Concat(phases)}</tlLogic></additional>");
        return SumoNetworkFile.Read(SumoConfiguration.Read(SumoNetworks.TwoSignals).NetFile, [file]);
    }

    private static IEnumerable<string> Greens(SumoIntersection scene) => ((StageSequence)scene.Intersection.Sequence).Stages.Select(s => s.Groups.ToString());
}
