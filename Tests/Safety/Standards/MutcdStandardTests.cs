using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;

namespace Signals.Tests.Safety.Standards;

[TestFixture]
[Category("Unit")]
public sealed class MutcdStandardTests
{
    private static readonly MutcdStandard Up = new(TimingOptions.Default);
    private static readonly MutcdStandard Nearest = new(TimingOptions.Default with { Rounding = RoundingRule.NearestTenth });

    // NCHRP 731 / MassDOT table, level, 85th-percentile speed.
    [TestCase(25, 2.84, 3.0)]
    [TestCase(30, 3.21, 3.3)]
    [TestCase(35, 3.57, 3.6)]
    [TestCase(40, 3.94, 4.0)]
    [TestCase(45, 4.31, 4.4)]
    [TestCase(50, 4.67, 4.7)]
    [TestCase(55, 5.04, 5.1)]
    public void Yellow_follows_the_published_table(double mph, double raw, double used)
    {
        Assert.That(MutcdStandard.KinematicYellow(mph, 0), Is.EqualTo(raw).Within(0.006));
        Assert.That(Up.Yellow(Through(mph)).Value, Is.EqualTo(Duration.FromSeconds(used)));
    }

    // MassDOT's own table rounds to nearest.
    [TestCase(25, 3.0)]
    [TestCase(30, 3.2)]
    [TestCase(35, 3.6)]
    [TestCase(40, 3.9)]
    [TestCase(45, 4.3)]
    [TestCase(50, 4.7)]
    [TestCase(55, 5.0)]
    public void Yellow_rounded_to_nearest_follows_MassDOT(double mph, double used) =>
        Assert.That(Nearest.Yellow(Through(mph)).Value, Is.EqualTo(Duration.FromSeconds(used)));

    [TestCase(-6, 4.64)]
    [TestCase(-3, 4.25)]
    [TestCase(0, 3.94)]
    [TestCase(3, 3.68)]
    [TestCase(6, 3.46)]
    public void Yellow_at_40_mph_follows_the_grade_table(double gradePercent, double raw) =>
        Assert.That(MutcdStandard.KinematicYellow(40, gradePercent), Is.EqualTo(raw).Within(0.006));

    [TestCase(25, 2.72)]
    [TestCase(30, 2.27)]
    [TestCase(35, 1.94)]
    [TestCase(40, 1.70)]
    [TestCase(45, 1.51)]
    [TestCase(50, 1.36)]
    [TestCase(55, 1.24)]
    public void Red_clearance_over_80_feet_follows_the_table(double mph, double raw)
    {
        Assert.That(MutcdStandard.KinematicRed(80, mph), Is.EqualTo(raw).Within(0.006));
        Assert.That(Up.RedClearance(Through(mph)).Value.TotalSeconds, Is.EqualTo(Math.Ceiling(raw * 10 - 0.06) / 10).Within(0.101));
    }

    [Test]
    public void Red_clearance_of_a_turn_is_that_of_a_turning_vehicle() =>
        Assert.That(Up.RedClearance(Through(45) with { Turning = true }).Value, Is.EqualTo(Up.RedClearance(Through(20)).Value));

    [Test]
    public void Start_up_credit_shortens_red_but_never_below_one_second()
    {
        var credit = new MutcdStandard(TimingOptions.Default with { StartUpCredit = Duration.FromSeconds(1) });

        Assert.That(credit.RedClearance(Through(25)).Value, Is.EqualTo(Duration.FromSeconds(1.8)));
        Assert.That(credit.RedClearance(Through(55)).Value, Is.EqualTo(Duration.FromSeconds(1.0)));
    }

    // COMAR 11.04.14.03: 1 + 0.733 S / (D + 0.32 G), up to half a second, 3 to 6 s.
    [TestCase(25, 0, 3.0)]
    [TestCase(35, 0, 4.0)]
    [TestCase(40, 0, 4.0)]
    [TestCase(45, 0, 4.5)]
    [TestCase(40, -6, 5.0)]
    [TestCase(75, -10, 6.0)]
    public void Maryland_form_rounds_up_to_half_seconds_within_bounds(double mph, double gradePercent, double used) =>
        Assert.That(MutcdStandard.MarylandYellow(mph, gradePercent), Is.EqualTo(Duration.FromSeconds(used)));

    [TestCase(130, 60, 26, 38, 64)]
    [TestCase(60, 6, 7, 18, 25)]
    public void Pedestrian_times_follow_the_published_vectors(double crossingFeet, double setbackFeet, double walk, double clearance, double total)
    {
        var stream = new PedestrianStream(Metres.FromFeet(crossingFeet), Metres.FromFeet(setbackFeet));

        var clearing = Up.PedestrianClearance(stream).Value;
        var walking = Up.Walk(stream, clearing).Value;

        Assert.That(clearing, Is.EqualTo(Duration.FromSeconds(clearance)));
        Assert.That(walking, Is.EqualTo(Duration.FromSeconds(walk)));
        Assert.That(walking + clearing, Is.EqualTo(Duration.FromSeconds(total)));
        Assert.That(Up.Buffer(stream).Value, Is.EqualTo(Duration.FromSeconds(3)));
    }

    [Test]
    public void Total_check_of_a_60_foot_crossing_is_22_seconds()
    {
        var stream = new PedestrianStream(Metres.FromFeet(60), Metres.FromFeet(6));

        // Four seconds of walk would satisfy walk + clearance ≥ 22 s; seven is the standard's own minimum.
        Assert.That(Up.Walk(stream, Duration.FromSeconds(15)).Value, Is.EqualTo(Duration.FromSeconds(7)));
        Assert.That(Up.Walk(stream, Duration.FromSeconds(14)).Value, Is.EqualTo(Duration.FromSeconds(8)));
    }

    [Test]
    public void Yellow_below_three_seconds_is_an_error_that_names_the_value_to_use()
    {
        var verdict = Up.Yellow(Through(35)).Judge(Duration.FromSeconds(2.8));

        Assert.That(verdict, Is.Not.Null);
        Assert.That(verdict.Severity, Is.EqualTo(Severity.Error));
        Assert.That(verdict.Message, Is.EqualTo("yellow 2.8 s is below the MUTCD minimum 3.0 s; use 3.6 s for 35 mph"));
    }

    [TestCase(45, 3.6, Severity.Error)]
    [TestCase(45, 4.0, Severity.Warning)]
    [TestCase(45, 4.4, null)]
    [TestCase(45, 5.0, Severity.Info)]
    [TestCase(45, 6.5, Severity.Warning)]
    [TestCase(45, 8.0, Severity.Error)]
    public void Yellow_override_is_judged_by_its_distance_from_the_computed_one(double mph, double chosen, Severity? expected) =>
        Assert.That(Up.Yellow(Through(mph)).Judge(Duration.FromSeconds(chosen))?.Severity, Is.EqualTo(expected));

    [Test]
    public void Bicycle_green_yellow_and_red_together_get_a_bicycle_across()
    {
        var stream = Through(25) with { Kind = SignalGroupKind.Bicycle, ClearingWidth = Metres.FromFeet(80) };
        var (yellow, red) = (Duration.FromSeconds(3), Duration.FromSeconds(2));

        var green = Up.MinimumGreen(stream, yellow, red).Value;

        Assert.That((green + yellow + red).TotalSeconds, Is.EqualTo(6 + (80 + 6) / 14.7).Within(0.1));
    }

    [Test]
    [Category("Property")]
    public void Yellow_grows_with_speed_and_shrinks_uphill() =>
        Gen.Select(Gen.Double[10, 70], Gen.Double[0, 20], Gen.Double[-9, 9], Gen.Double[0, 5]).Sample((mph, faster, grade, steeper) =>
            Up.Yellow(Through(mph + faster) with { GradePercent = grade }).Value >= Up.Yellow(Through(mph) with { GradePercent = grade }).Value
            && Up.Yellow(Through(mph) with { GradePercent = grade + steeper }).Value <= Up.Yellow(Through(mph) with { GradePercent = grade }).Value);

    [Test]
    [Category("Property")]
    public void Red_clearance_grows_with_width_and_shrinks_with_speed() =>
        Gen.Select(Gen.Double[10, 70], Gen.Double[0, 20], Gen.Double[10, 200], Gen.Double[0, 50]).Sample((mph, faster, feet, wider) =>
            Up.RedClearance(Through(mph) with { ClearingWidth = Metres.FromFeet(feet + wider) }).Value
            >= Up.RedClearance(Through(mph) with { ClearingWidth = Metres.FromFeet(feet) }).Value
            && Up.RedClearance(Through(mph + faster)).Value <= Up.RedClearance(Through(mph)).Value);

    private static VehicleStream Through(double mph) =>
        new(SignalGroupKind.Vehicle, MetresPerSecond.FromMph(mph), 0, Metres.FromFeet(80), Turning: false);
}
