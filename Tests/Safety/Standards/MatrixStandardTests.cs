using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;

namespace Signals.Tests.Safety.Standards;

[TestFixture]
[Category("Unit")]
public sealed class MatrixStandardTests
{
    private static readonly RilsaStandard Rilsa = new(TimingOptions.Default);
    private static readonly UkStandard Uk = new();
    private static readonly GbStandard Gb = new(TimingOptions.Default);

    [TestCase(30, 3)]
    [TestCase(50, 3)]
    [TestCase(60, 4)]
    [TestCase(70, 5)]
    public void Rilsa_yellow_is_3_4_5_seconds_at_50_60_70(double kph, double yellow) =>
        Assert.That(Rilsa.Yellow(Stream(kph)).Value, Is.EqualTo(Duration.FromSeconds(yellow)));

    [Test]
    public void Rilsa_shows_one_second_of_red_amber_and_five_of_green()
    {
        Assert.That(Rilsa.RedAmber(SignalGroupKind.Vehicle).Value, Is.EqualTo(Duration.FromSeconds(1)));
        Assert.That(Rilsa.MinimumGreen(Stream(50), Duration.FromSeconds(3), Duration.Zero).Value, Is.EqualTo(Duration.FromSeconds(5)));
    }

    // t_z = t_ü + (s_r + l) / v_r − s_e / v_e, up to a full second.
    [TestCase(14, 6, false, 5)] // 3 + 20/10 − 6/11.1 = 4.46
    [TestCase(24, 0, false, 6)] // 3 + 30/10 = 6.0
    [TestCase(15, 10, true, 5)] // 2 + 21/7 − 10/11.1 = 4.1
    [TestCase(4, 40, false, 3)] // 0.4, but never below yellow
    public void Rilsa_intergreen_is_clearing_minus_entering(double clearing, double entering, bool turning, double intergreen) =>
        Assert.That(
            Rilsa.Intergreen(Stream(50) with { Turning = turning }, new Metres(clearing), SignalGroupKind.Vehicle, new Metres(entering), Duration.FromSeconds(3)),
            Is.EqualTo(Duration.FromSeconds(intergreen)));

    [Test]
    public void Rilsa_pedestrians_reach_half_way_on_green_and_clear_at_1_2_metres_a_second()
    {
        var crossing = new PedestrianStream(new Metres(18), Metres.Zero);

        Assert.That(Rilsa.PedestrianClearance(crossing).Value, Is.EqualTo(Duration.FromSeconds(15)));
        Assert.That(Rilsa.Walk(crossing, Duration.FromSeconds(15)).Value, Is.EqualTo(Duration.FromSeconds(8)));
        Assert.That(Rilsa.Walk(new PedestrianStream(new Metres(6), Metres.Zero), Duration.Zero).Value, Is.EqualTo(Duration.FromSeconds(5)));
    }

    [Test]
    public void Uk_amber_and_red_amber_are_fixed()
    {
        Assert.That(Uk.Yellow(Stream(80)).Value, Is.EqualTo(Duration.FromSeconds(3)));
        Assert.That(Uk.RedAmber(SignalGroupKind.Vehicle).Value, Is.EqualTo(Duration.FromSeconds(2)));
        Assert.That(Uk.Yellow(Stream(50)).Judge(Duration.FromSeconds(4))?.Severity, Is.EqualTo(Severity.Error));
        Assert.That(Uk.Yellow(Stream(50)).Judge(Duration.FromSeconds(2.9))?.Severity, Is.EqualTo(Severity.Error));
    }

    [TestCase(9, 0, 5)]
    [TestCase(18, 0, 6)]
    [TestCase(19, 0, 7)]
    [TestCase(30, 21, 5)]
    public void Uk_intergreen_is_five_seconds_and_one_for_each_nine_metres_more(double clearing, double entering, double intergreen) =>
        Assert.That(
            Uk.Intergreen(Stream(48), new Metres(clearing), SignalGroupKind.Vehicle, new Metres(entering), Duration.FromSeconds(3)),
            Is.EqualTo(Duration.FromSeconds(intergreen)));

    [Test]
    public void Gb_goes_from_red_to_green_directly_and_yellow_is_at_least_three_seconds()
    {
        Assert.That(Gb.RedAmber(SignalGroupKind.Vehicle).Value, Is.EqualTo(Duration.Zero));
        Assert.That(Gb.RedAmber(SignalGroupKind.Vehicle).Judge(Duration.FromSeconds(1))?.Severity, Is.EqualTo(Severity.Error));
        Assert.That(Gb.Yellow(Stream(40)).Value, Is.EqualTo(Duration.FromSeconds(3)));
        Assert.That(Gb.Yellow(Stream(80)).Value, Is.EqualTo(Duration.FromSeconds(5)));
    }

    [TestCaseSource(nameof(Names))]
    public void Every_constant_names_its_source(string name)
    {
        var standard = TimingStandards.Find(name, TimingOptions.Default)!;

        Assert.That(standard.Name, Is.EqualTo(name));
        Assert.That(standard.Constants, Is.Not.Empty);
        Assert.That(standard.Constants.Where(c => c.Source.Length < 5 || c.Name.Length == 0 || c.Value <= 0), Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    [Category("Property")]
    public void Longer_crossings_and_faster_approaches_never_get_less_time(string name)
    {
        var standard = TimingStandards.Find(name, TimingOptions.Default)!;
        Gen.Select(Gen.Double[3, 60], Gen.Double[0, 30], Gen.Double[20, 90], Gen.Double[0, 40]).Sample((metres, longer, kph, faster) =>
        {
            var (near, far) = (new PedestrianStream(new Metres(metres), Metres.Zero), new PedestrianStream(new Metres(metres + longer), Metres.Zero));
            return standard.PedestrianClearance(far).Value >= standard.PedestrianClearance(near).Value
                && standard.Walk(far, Duration.Zero).Value >= standard.Walk(near, Duration.Zero).Value
                && standard.Yellow(Stream(kph + faster)).Value >= standard.Yellow(Stream(kph)).Value
                && standard.RedClearance(Stream(kph) with { ClearingWidth = far.Length }).Value
                    >= standard.RedClearance(Stream(kph) with { ClearingWidth = near.Length }).Value;
        });
    }

    [TestCase("rilsa")]
    [TestCase("uk")]
    [TestCase("gb")]
    [Category("Property")]
    public void Intergreen_grows_with_clearing_shrinks_with_entering_and_covers_yellow(string name)
    {
        var standard = TimingStandards.Find(name, TimingOptions.Default)!;
        var yellow = Duration.FromSeconds(3);
        Gen.Select(Gen.Double[1, 60], Gen.Double[0, 30], Gen.Double[0, 40], Gen.Double[0, 30], Gen.Bool).Sample((clearing, more, entering, further, turning) =>
        {
            Duration At(double c, double e) => standard.Intergreen(
                Stream(50) with { Turning = turning }, new Metres(c), SignalGroupKind.Vehicle, new Metres(e), yellow)!.Value;
            return At(clearing + more, entering) >= At(clearing, entering) && At(clearing, entering + further) <= At(clearing, entering)
                && At(clearing, entering) >= yellow;
        });
    }

    [TestCaseSource(nameof(Names))]
    [Category("Property")]
    public void A_standard_never_objects_to_its_own_values(string name)
    {
        var standard = TimingStandards.Find(name, TimingOptions.Default)!;
        var kinds = Gen.OneOf(SignalGroupKind.Vehicle, SignalGroupKind.TurnArrow, SignalGroupKind.Bicycle, SignalGroupKind.Transit);
        Gen.Select(Gen.Double[10, 120], Gen.Double[-10, 10], Gen.Double[3, 60], Gen.Bool, kinds).Sample((kph, grade, width, turning, kind) =>
        {
            var stream = new VehicleStream(kind, MetresPerSecond.FromKph(kph), grade, new Metres(width), turning);
            var crossing = new PedestrianStream(new Metres(width), new Metres(2));
            var (yellow, red, clearance) = (standard.Yellow(stream), standard.RedClearance(stream), standard.PedestrianClearance(crossing));
            TimingRequirement[] all =
            [
                yellow, red, clearance, standard.RedAmber(kind), standard.MinimumGreen(stream, yellow.Value, red.Value),
                standard.Walk(crossing, clearance.Value), standard.Buffer(crossing),
            ];
            return all.All(r => r.Judge(r.Value) is null or { Severity: not Severity.Error });
        });
    }

    private static IEnumerable<string> Names() => TimingStandards.Names;

    private static VehicleStream Stream(double kph) =>
        new(SignalGroupKind.Vehicle, MetresPerSecond.FromKph(kph), 0, new Metres(20), Turning: false);
}
