using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Safety.Standards;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Tests.Sim.Sumo.Networks;

namespace Signals.Tests.Sim.Sumo.Import;

[Category("Unit")]
public sealed class SumoImportTests
{
    private static readonly SumoScene Scene = SumoNetworks.Import();
    private static readonly Intersection Left = Scene.Corridor.Intersections[0];
    private static readonly Intersection Right = Scene.Corridor.Intersections[1];

    [Test]
    public void Links_that_are_green_in_the_same_stages_form_a_group()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Scene.Intersections[0].Signal.GroupOfLink, Is.EqualTo(new[] { 0, 0, 0, 1, 1, 1, 2, 0, 0, 0, 1, 1, 1, 2 }));
            Assert.That(Scene.Intersections[1].Signal.GroupOfLink, Is.EqualTo(new[] { 0, 0, 1, 1, 1, 1, 1, 1, 2 }));
            Assert.That(Right.Groups.Select(g => g.Kind), Is.EqualTo(new[] { SignalGroupKind.Vehicle, SignalGroupKind.Vehicle, SignalGroupKind.Pedestrian }));
        });
    }

    [Test]
    public void Groups_conflict_when_no_stage_has_both_and_their_links_are_foes()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Left.Groups.Select(g => Left.Intergreens.ConflictsOf(g.Index)), Is.EqualTo(new[] { GroupSet.Of(1, 2), GroupSet.Of(0), GroupSet.Of(0) }));
            Assert.That(Right.Groups.Select(g => Right.Intergreens.ConflictsOf(g.Index)), Is.EqualTo(new[] { GroupSet.Of(1, 2), GroupSet.Of(0), GroupSet.Of(0) }));
        });
    }

    [Test]
    public void Pedestrians_clearance_is_no_stage_of_its_own()
    {
        var stages = ((StageSequence)Right.Sequence).Stages;

        Assert.That(stages.Select(s => (s.Groups, s.PedestrianGroups)), Is.EqualTo(new[] { (GroupSet.Of(1), GroupSet.Of(2)), (GroupSet.Of(0), GroupSet.Empty) }));
    }

    [Test]
    public void Plan_is_the_networks_own_program()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Left.Plans[0].Splits, Is.EqualTo(new[] { Split(1, 33), Split(2, 11), Split(3, 31) }));
            Assert.That(Left.Plans[0].Offset, Is.EqualTo(Duration.FromSeconds(10)));
            Assert.That(Right.Plans[0].Splits, Is.EqualTo(new[] { Split(1, 42), Split(2, 33) }));
            Assert.That(Left.PlanAt(DayOfWeek.Monday, Duration.FromSeconds(3600)).IsFree, "the actuated controllers are not to be coordinated");
            Assert.That(Left.StartUp, Is.EqualTo(GroupSet.Of(1, 2)));
        });
    }

    [Test]
    public void Comparable_timing_is_one_yellow_and_the_programs_own_all_red()
    {
        var scene = SumoNetworks.Import(SumoImportOptions.Default with { Yellow = Duration.FromSeconds(2) });

        Assert.Multiple(() =>
        {
            Assert.That(scene.Corridor.Intersections[0].Groups.Select(g => g.Timing).Distinct().Single(), Is.EqualTo(Timing(5, 2, 0)));
            Assert.That(scene.Corridor.Intersections[1].Groups.Where(g => !g.IsPedestrian).Select(g => g.Timing).Distinct().Single(), Is.EqualTo(Timing(5, 2, 2)));
            Assert.That(scene.Corridor.Intersections[1].Intergreens.Between(0, 1), Is.EqualTo(Duration.FromSeconds(4)));
        });
    }

    [Test]
    public void Product_timing_is_the_standards_for_the_fastest_and_widest_approach_of_the_group()
    {
        var left = SumoNetworks.Import(SumoImportOptions.Default with { Timing = SumoTiming.Product }).Corridor.Intersections[0];
        var main = new VehicleStream(SignalGroupKind.Vehicle, new MetresPerSecond(13.89), 0, new Metres(14.4), false);
        var standard = TimingStandards.Find("mutcd", TimingOptions.Default)!;

        Assert.Multiple(() =>
        {
            Assert.That(left.Groups[1].Timing.Clearance, Is.EqualTo(standard.Yellow(main).Value));
            Assert.That(left.Groups[1].Timing.RedClearance, Is.EqualTo(standard.RedClearance(main).Value));
            Assert.That(left.Intergreens.Between(1, 0), Is.EqualTo(standard.Yellow(main).Value + standard.RedClearance(main).Value));
            Assert.That(left.Groups[1].Demand.MaxWait, Is.EqualTo(Duration.FromSeconds(120)));
        });
    }

    [Test]
    public void Movement_lets_those_go_first_that_the_request_table_names_and_that_may_be_green_with_it()
    {
        var mainLeft = Movement(Left, "west_in_1", "north_out");
        var sideRight = Movement(Left, "north_in_0", "west_out");

        Assert.Multiple(() =>
        {
            Assert.That(mainLeft.YieldsTo, Is.EquivalentTo(new[] { "east_in_0>north_out", "east_in_0>west_out", "east_in_1>west_out" }));
            Assert.That((mainLeft.ProtectedBy, mainLeft.PermissiveUnder), Is.EqualTo((2, -1)), "protected in its own stage");
            Assert.That(sideRight.OnRed);
            Assert.That(sideRight.YieldsTo, Is.EquivalentTo(new[] { "east_in_0>west_out", "east_in_1>west_out" }), "on red");
            Assert.That(Movement(Left, "north_in_0", "south_out").YieldsTo, Is.Empty);
        });
    }

    [Test]
    public void Turn_that_always_has_somebody_to_let_go_first_is_permissive()
    {
        var left = Movement(Left, "north_in_0", "east_out");

        Assert.That((left.ProtectedBy, left.PermissiveUnder), Is.EqualTo((-1, 0)));
    }

    [Test]
    public void Lanes_are_followed_upstream_through_the_merge_to_the_next_signal()
    {
        var lanes = Scene.Intersections[0].Lanes.Lanes;

        Assert.Multiple(() =>
        {
            Assert.That(lanes["east_in_1"], Is.EqualTo(new[] { new SumoLaneReach(2, 0, 1) }));
            Assert.That(lanes["link_west_1"].Single().MetresToStopLine, Is.EqualTo(14.72 + 11.33).Within(0.2));
            Assert.That(lanes["side_0"].Single().LaneGroup, Is.EqualTo(2), "the merge enters the left lane");
            Assert.That(lanes["side_0"].Single().Prior, Is.EqualTo(0.5), "the other way out of it turns right, away");
            Assert.That(lanes.Keys, Has.None.StartsWith("far_in").And.None.StartsWith("stem"));
        });
    }

    [Test]
    public void Exits_are_followed_downstream_to_the_next_stop_line()
    {
        var exit = Scene.Intersections[0].Exits.Single(e => e.Exit == new ExitLane("east_out", 2));

        Assert.Multiple(() =>
        {
            Assert.That(exit.Stretches.Select(s => s.LaneId), Is.EqualTo(new[] { "east_out_1", ":m_4_1", "link_east_1" }));
            Assert.That(exit.Stretches[2].MetresFromJunction, Is.EqualTo(14.72 + 11.33).Within(0.2));
            Assert.That(Scene.Intersections.SelectMany(i => i.Exits.Select(e => e.Exit)), Is.EqualTo(Scene.Corridor.Intersections.SelectMany(i => ExitLane.Of(i))));
        });
    }

    [Test]
    public void Signals_are_linked_through_nodes_without_one()
    {
        var links = Scene.Corridor.Links;

        Assert.Multiple(() =>
        {
            Assert.That(links.Select(l => (l.From, l.FromLeg, l.To, l.ToApproach, l.Lanes)), Is.EqualTo(new[]
            {
                ("left", "east_out", "right", "link_east", 2), ("right", "link_west", "left", "east_in", 2),
            }));
            Assert.That(links[0].Length.Value, Is.EqualTo(265.6).Within(1));
            Assert.That(links[0].Speed.Value, Is.EqualTo(13.89).Within(0.01));
        });
    }

    [Test]
    public void Legs_have_bearings_lengths_and_widths_of_the_drawing()
    {
        var east = Left.Approaches.Single(a => a.Id == "east_in");

        Assert.Multiple(() =>
        {
            Assert.That(east.BearingDegrees, Is.EqualTo(90));
            Assert.That(east.Length.Value, Is.EqualTo(14.72 + 239.54).Within(0.01));
            Assert.That(east.CrossingWidth.Value, Is.EqualTo(14.4));
            Assert.That(Left.LaneGroups.Single(g => g.Id == "east_in_1").Storage.Value, Is.EqualTo(14.72), "a merge ends the lane's own storage");
        });
    }

    [Test]
    public void Areas_watch_every_lane_and_every_exit()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Left.Detectors.Where(d => d.Role == DetectorRole.Area).Select(d => d.LaneGroup), Is.EqualTo(Left.LaneGroups.Select(g => g.Index)));
            Assert.That(
                Left.Detectors.Where(d => d.Role == DetectorRole.Exit).Select(d => new ExitLane(d.ExitLeg, d.ExitLane)), Is.EquivalentTo(ExitLane.Of(Left)));
        });
    }

    [Test]
    public void Loops_of_a_shared_lane_call_each_of_its_groups()
    {
        var left = SumoNetworks.Import(SumoImportOptions.Default with { Detection = SumoDetection.Loops }).Corridor.Intersections[0];
        var shared = left.LaneGroups.Single(g => g.Id == "west_in_1");
        var own = left.Detectors.Where(d => d.LaneGroup == shared.Index).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(own.Where(d => d.Role == DetectorRole.StopLine).Select(d => d.Group), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(own.Where(d => d.Role == DetectorRole.Advance).Select(d => d.DistanceToStopLine.Value), Is.EqualTo(new[] { 45.0 }));
        });
    }

    [Test]
    public void Every_import_compiles_for_governor_and_controllers([Values] SumoTiming timing, [Values] SumoDetection detection)
    {
        foreach (var intersection in SumoNetworks.Import(new SumoImportOptions { Timing = timing, Detection = detection }).Corridor.Intersections)
        {
            Assert.That(() => PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), Throws.Nothing);
        }
    }

    [Test]
    public void Import_is_the_same_each_time() =>
        Assert.That(SumoNetworks.Import().Corridor.ContentHash, Is.EqualTo(Scene.Corridor.ContentHash));

    [Test]
    public void Network_without_a_signal_that_switches_is_refused()
    {
        var bare = new SumoNetwork("bare.net.xml", false, [], [], [], []);

        Assert.That(() => SumoImport.Build(bare, SumoImportOptions.Default), Throws.TypeOf<SumoFormatException>().With.Message.Contains("nothing to control"));
    }

    [Test]
    public void Unknown_timing_standard_is_refused() =>
        Assert.That(() => SumoNetworks.Import(SumoImportOptions.Default with { Standard = "none" }), Throws.ArgumentException.With.Message.Contains("mutcd, rilsa, uk, gb"));

    private static Movement Movement(Intersection intersection, string lane, string exit) =>
        intersection.LaneGroups.Single(g => g.Id == lane).Movements.Single(m => m.ExitLeg == exit);

    private static Split Split(int stage, double seconds) => new(stage, Duration.FromSeconds(seconds));

    private static GroupTiming Timing(double green, double yellow, double allRed) =>
        new(Duration.FromSeconds(green), Duration.FromSeconds(yellow), Duration.FromSeconds(allRed), Duration.Zero);
}
