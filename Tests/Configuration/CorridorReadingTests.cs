using System.Text;
using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Safety.Standards;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Pressure;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Configuration;

/// <summary>What the loader makes of a file that it accepts, by small edits of the examples.</summary>
[TestFixture]
[Category("Unit")]
public sealed class CorridorReadingTests
{
    private static readonly string MainStreet = File.ReadAllText(TestCorridors.PathOf("main-street.yaml"));
    private static readonly string HighStreet = File.ReadAllText(TestCorridors.PathOf("high-street.yaml"));

    [Test]
    public void Main_street_is_the_corridor_that_its_file_describes()
    {
        var corridor = TestCorridors.MainStreet();

        Assert.That(corridor.Intersections.Select(i => i.Id), Is.EqualTo(new[] { "main-1st", "main-2nd", "main-3rd", "main-4th", "main-5th" }));
        Assert.That(corridor.Intersections.Select(i => i.Cabinet.Port), Is.EqualTo(new[] { 15021, 15022, 15023, 15024, 15025 }));
        Assert.That(corridor.Links, Has.Length.EqualTo(8));
        Assert.That(corridor.ContentHash, Does.Match("^[0-9a-f]{64}$"));
        var first = corridor.Intersections[0];
        Assert.That(first.Groups.Select(g => g.Index), Is.EqualTo(Enumerable.Range(0, first.Groups.Length)));
        Assert.That(first.PlanAt(DayOfWeek.Monday, Duration.FromSeconds(7 * 3600)).Number, Is.EqualTo(1));
        Assert.That(first.PlanAt(DayOfWeek.Monday, Duration.FromSeconds(17 * 3600)).Number, Is.EqualTo(3));
        Assert.That(first.PlanAt(DayOfWeek.Monday, Duration.FromSeconds(23 * 3600)).IsFree, Is.True);
        Assert.That(first.PlanAt(DayOfWeek.Sunday, Duration.FromSeconds(12 * 3600)).Number, Is.EqualTo(2));
    }

    [Test]
    public void Nema_intergreens_are_yellow_and_red_and_people_clear_with_their_buffer()
    {
        var at = TestCorridors.MainStreet().Intersections[0];
        var (p2, p4, ped2) = (Group(at, "P2"), Group(at, "P4"), Group(at, "PED2"));

        Assert.That(at.Intergreens.Between(p2.Index, p4.Index), Is.EqualTo(p2.Timing.Clearance + p2.Timing.RedClearance));
        Assert.That(at.Intergreens.Between(ped2.Index, p4.Index), Is.EqualTo(ped2.Timing.Clearance + Duration.FromSeconds(3)));
        Assert.That(at.Intergreens.Between(p4.Index, ped2.Index), Is.EqualTo(p4.Timing.Clearance + p4.Timing.RedClearance));
        Assert.That(at.Intergreens.Conflicts(p2.Index, ped2.Index), Is.False, "the right turn yields to people");
    }

    [Test]
    public void Right_turn_overlap_is_accepted_with_phases_that_it_may_accompany()
    {
        var result = WithOverlap("[1, 8]");

        Assert.That(result.Findings.Where(f => f.Severity > Severity.Info).Select(f => f.Message), Is.Empty);
        var rings = (RingBarrierSequence)result.Corridor!.Intersections[0].Sequence;
        Assert.That(rings.Overlaps.Single().Parents, Is.EqualTo(new[] { 1, 8 }));
    }

    [Test]
    public void Right_turn_overlap_is_refused_with_a_phase_that_it_merges_into()
    {
        var result = WithOverlap("[2, 8]");

        Assert.That(result.Corridor, Is.Null);
        Assert.That(result.Findings.Select(f => f.Message), Has.Some.Contains("overlap A with phase 2 would show P2 and OLA together, but they conflict (NB-R right merges with EB-T through)"));
    }

    [Test]
    public void Bicycles_may_have_phases_of_their_own_in_a_third_ring()
    {
        var result = Load(
            MainStreet,
            ("      P8: { kind: vehicle, min-green: 7 s, max-green: 30 s, passage: 2.5 s, pedestrian-lead: 4 s, max-wait: 150 s }\n",
                "      P8: { kind: vehicle, min-green: 7 s, max-green: 30 s, passage: 2.5 s, pedestrian-lead: 4 s, max-wait: 150 s }\n      B2: { kind: bicycle, recall: min }\n      B4: { kind: bicycle, recall: min }\n"),
            ("      NB:\n", "      EB-B: { approach: W, lanes: 1, movements: [{ turn: through, to: E, protected: B2 }] }\n      SB-B: { approach: N, lanes: 1, movements: [{ turn: through, to: S, protected: B4 }] }\n      NB:\n"),
            ("        8: { group: P8, pedestrian: PED8, dual-entry: true }\n      rings:\n        - [[2], [4]]\n        - [[6], [8]]\n",
                "        8: { group: P8, pedestrian: PED8, dual-entry: true }\n        9: { group: B2 }\n        16: { group: B4 }\n      rings:\n        - [[2], [4]]\n        - [[6], [8]]\n        - [[9], [16]]\n        - [[], []]\n"),
            ("2: 66 s, 4: 34 s, 6: 66 s, 8: 34 s", "2: 66 s, 4: 34 s, 6: 66 s, 8: 34 s, 9: 66 s, 16: 34 s"),
            ("2: 56 s, 4: 34 s, 6: 56 s, 8: 34 s", "2: 56 s, 4: 34 s, 6: 56 s, 8: 34 s, 9: 56 s, 16: 34 s"),
            ("2: 75 s, 4: 35 s, 6: 75 s, 8: 35 s", "2: 75 s, 4: 35 s, 6: 75 s, 8: 35 s, 9: 75 s, 16: 35 s"));

        Assert.That(result.Findings.Where(f => f.Severity > Severity.Info).Select(f => f.Message), Is.Empty);
        Assert.That(((RingBarrierSequence)result.Corridor!.Intersections[1].Sequence).Rings, Has.Length.EqualTo(4));
    }

    [Test]
    public void File_can_add_a_conflict_and_lengthen_an_intergreen()
    {
        var result = Load(
            MainStreet, ("    sequence:\n      type: ring-barrier\n      phases:\n        1: { group: P1 }\n        2: { group: P2, pedestrian: PED2, dual-entry: true }\n        3:",
                "    conflicts: [[P1, P5]]\n    intergreens:\n      P2: { P4: 7.5 s }\n    sequence:\n      type: ring-barrier\n      phases:\n        1: { group: P1 }\n        2: { group: P2, pedestrian: PED2, dual-entry: true }\n        3:"));

        Assert.That(result.Findings.Select(f => f.Message), Has.Some.StartsWith("phases 1 and 5 can be green together, but groups P1 and P5 conflict (added by the file)"));
        Assert.That(result.EffectiveValues.Single(v => v.Path == "intersections.main-1st.intergreens.P2.P4").Value, Is.EqualTo("7.5 s"));
    }

    [Test]
    public void Distances_give_a_pair_its_own_intergreen_where_the_standard_has_a_matrix()
    {
        var at = TestCorridors.LoadExample("ludwigstrasse.yaml").Intersections[0];
        var (k1, k2, t1) = (Group(at, "K1"), Group(at, "K2"), Group(at, "T1"));

        Assert.That(at.Intergreens.Between(k1.Index, k2.Index), Is.EqualTo(Duration.FromSeconds(5)), "3 + (14 + 6) / 10 − 6 / 11.1 = 4.5");
        Assert.That(at.Intergreens.Between(t1.Index, k2.Index), Is.EqualTo(Duration.FromSeconds(7)), "whole width: 3 + (20 + 15) / 10 = 6.5");
        Assert.That(k1.Timing.RedAmber, Is.EqualTo(Duration.FromSeconds(1)));
    }

    [Test]
    public void Anchors_share_settings_between_groups()
    {
        var result = Load(
            HighStreet,
            ("intersections:\n", "shared:\n  side: &side { kind: vehicle, max-green: 22 s }\nintersections:\n"),
            ("B: { kind: vehicle, max-green: 25 s, passage: 2 s }", "B: *side"));

        Assert.That(Group(result.Corridor!.Intersections[0], "B").Demand.MaxGreen, Is.EqualTo(Duration.FromSeconds(22)));
    }

    [Test]
    public void Corridor_defaults_of_control_hold_where_an_intersection_says_nothing()
    {
        var result = Load(
            HighStreet, ("intersections:\n", "control: { level: actuated, lease: 2500 ms }\nintersections:\n"),
            ("    device: 302\n", "    device: 302\n    control: { level: observe, shadow: true }\n"));

        var (first, second) = (result.Corridor!.Intersections[0].Control, result.Corridor.Intersections[1].Control);
        Assert.That((first.Level, first.Lease.Milliseconds, first.Shadow), Is.EqualTo((ControlLevel.Actuated, 2500, false)));
        Assert.That((second.Level, second.Lease.Milliseconds, second.Shadow), Is.EqualTo((ControlLevel.Observe, 2500, true)));
    }

    [TestCase("optimiser", ControlMethod.Optimiser)]
    [TestCase("max-pressure", ControlMethod.MaxPressure)]
    [TestCase("greedy", ControlMethod.Greedy)]
    [TestCase("advanced-mp", ControlMethod.AdvancedMaxPressure)]
    public void Method_of_the_adaptive_rung_is_chosen_by_name(string word, ControlMethod method)
    {
        var result = Load(HighStreet, ("intersections:\n", $"control: {{ method: {word}, decision-interval: 5 s }}\nintersections:\n"));
        var at = result.Corridor!.Intersections[0];

        Assert.That((at.Control.Method, at.Control.DecisionInterval.TotalSeconds), Is.EqualTo((method, 5)));
        Assert.That(
            ControllerFactory.Create(ControlLevel.Adaptive, at, SafetyTable.Compile(at), [], []),
            method == ControlMethod.Optimiser ? Is.TypeOf<AdaptiveController>() : Is.TypeOf<PressureController>());
    }

    [TestCase("model", PredictionMethod.Model)]
    [TestCase("risks", PredictionMethod.Risks)]
    [TestCase("ratio", PredictionMethod.Ratio)]
    [TestCase("history", PredictionMethod.History)]
    [TestCase("none", PredictionMethod.None)]
    public void Source_of_forecasts_is_chosen_by_name(string word, PredictionMethod method)
    {
        var result = Load(HighStreet, ("intersections:\n", $"prediction-model: models/town.onnx\ncontrol: {{ prediction: {word} }}\nintersections:\n"));

        Assert.That(result.Corridor!.Intersections.Select(x => x.Control.Prediction), Is.All.EqualTo(method));
        Assert.That(result.Corridor.PredictionModel, Is.EqualTo("models/town.onnx"));
    }

    [Test]
    public void Model_that_is_no_model_file_is_an_error_that_says_what_would_be_accepted()
    {
        var result = Load(HighStreet, ("intersections:\n", "prediction-model: town.pkl\nintersections:\n"));

        Assert.That(result.Corridor, Is.Null);
        Assert.That(result.Findings.Select(f => f.Message), Has.Some.Contains(".onnx"));
    }

    [Test]
    public void Method_that_nobody_knows_is_an_error_that_says_what_would_be_accepted()
    {
        var result = Load(HighStreet, ("intersections:\n", "control: { method: max-presure, decision-interval: 90 s }\nintersections:\n"));

        Assert.That(result.Corridor, Is.Null);
        Assert.That(result.Findings.Select(f => f.Message), Has.Some.Contains("did you mean \"max-pressure\"?").And.Some.Contains("outside 1 s to 60 s"));
    }

    [Test]
    public void Plain_modbus_beyond_loopback_is_a_warning()
    {
        var result = Load(HighStreet, ("address: 127.0.0.1, port: 15221", "address: 10.1.4.21, port: 502"));

        Assert.That(result.Corridor, Is.Not.Null);
        Assert.That(result.Findings.Single().Severity, Is.EqualTo(Severity.Warning));
        Assert.That(result.Findings.Single().Message, Does.Contain("use transport: tls"));
    }

    private static CorridorLoadResult WithOverlap(string parents) => Load(
        MainStreet,
        ("      PED2: { kind: pedestrian, rest-in-walk: true, max-wait: 150 s }\n", "      OLA: { kind: overlap }\n      PED2: { kind: pedestrian, rest-in-walk: true, max-wait: 150 s }\n"),
        ("          - { turn: through, to: N, protected: P8, share: 75 % }\n          - { turn: right, to: E, permissive: P8, on-red: true, share: 25 % }\n",
            "          - { turn: through, to: N, protected: P8 }\n      NB-R: { approach: S, lanes: 1, movements: [{ turn: right, to: E, permissive: OLA }] }\n"),
        ("      simultaneous-gap-out: true\n", $"      overlaps: {{ A: {{ group: OLA, phases: {parents} }} }}\n      simultaneous-gap-out: true\n"));

    private static SignalGroup Group(Intersection at, string id) => at.Groups.Single(g => g.Id == id);

    /// <summary>Replaces the first occurrence of each text, so that edits land in the first intersection that has it.</summary>
    private static CorridorLoadResult Load(string text, params (string Old, string New)[] edits)
    {
        foreach (var (old, now) in edits)
        {
            var at = text.IndexOf(old, StringComparison.Ordinal);
            Assert.That(at, Is.GreaterThanOrEqualTo(0), $"not in the example any more: {old}");
            text = text[..at] + now + text[(at + old.Length)..];
        }

        return CorridorFile.Parse("edited.yaml", Encoding.UTF8.GetBytes(text));
    }
}
