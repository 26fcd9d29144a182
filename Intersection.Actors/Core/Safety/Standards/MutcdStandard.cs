using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>United States: MUTCD 11th edition with the ITE/NCHRP 731 equations.</summary>
public sealed class MutcdStandard(TimingOptions options) : TimingStandard
{
    private static readonly SourcedConstant Reaction = new("perception-reaction time", 1.0, "s", "NCHRP 731; MassDOT 2013");
    private static readonly SourcedConstant Deceleration = new("deceleration", 10.0, "ft/s²", "NCHRP 731; MassDOT 2013");
    private static readonly SourcedConstant MphToFps = new("mph to ft/s", 1.47, "", "as printed in NCHRP 731");
    private static readonly SourcedConstant TwiceGravity = new("2 g", 64.4, "ft/s²", "NCHRP 731; MassDOT 2013");
    private static readonly SourcedConstant VehicleLength = new("vehicle length", 20, "ft", "NCHRP 731");
    private static readonly SourcedConstant TurnSpeed = new("turning speed while clearing", 20, "mph", "NCHRP 731 [practice]");
    private static readonly SourcedConstant LeastYellow = new("shortest yellow", 3.0, "s", "MUTCD 11 §4F.17");
    private static readonly SourcedConstant MostYellow = new("longest yellow", 6.0, "s", "MUTCD 11 §4F.17 (should)");
    private static readonly SourcedConstant MostRed = new("longest red clearance", 6.0, "s", "MUTCD 11 §4F.17 (should)");
    private static readonly SourcedConstant YellowTolerance = new("shortfall of yellow taken as unsafe", 0.5, "s", "house rule: half a second of dilemma zone");
    private static readonly SourcedConstant RedCredit = new("start-up credit on red clearance", 1.0, "s", "NCHRP 731");
    private static readonly SourcedConstant LeastRedWithCredit = new("shortest red clearance when the credit is taken", 1.0, "s", "NCHRP 731 [practice]");
    private static readonly SourcedConstant GreenMajor = new("minimum green", 7, "s", "FHWA Signal Timing Manual: major 7–15 s [practice]");
    private static readonly SourcedConstant GreenTurn = new("minimum green of a turn", 5, "s", "FHWA Signal Timing Manual: left and minor 4–10 s [practice]");
    private static readonly SourcedConstant LeastGreen = new("shortest minimum green", 4, "s", "FHWA Signal Timing Manual: 4–15 s [practice]");
    private static readonly SourcedConstant BikeStart = new("bicycle start-up", 6, "s", "CA MUTCD: G + Y + R ≥ 6 + (W + 6) / 14.7 [practice]");
    private static readonly SourcedConstant BikeSpeed = new("bicycle speed", 14.7, "ft/s", "CA MUTCD [practice]");
    private static readonly SourcedConstant BikeLength = new("bicycle length", 6, "ft", "CA MUTCD [practice]");
    private static readonly SourcedConstant WalkAdvised = new("walk", 7, "s", "MUTCD 11 §4I.06");
    private static readonly SourcedConstant WalkLeast = new("shortest walk", 4, "s", "MUTCD 11 §4I.06");
    private static readonly SourcedConstant ClearingSpeed = new("walking speed, clearance", 3.5, "ft/s", "MUTCD 11 §4I.06");
    private static readonly SourcedConstant TotalSpeed = new("walking speed, walk + clearance", 3.0, "ft/s", "MUTCD 11 §4I.06 ¶14");
    private static readonly SourcedConstant BufferLeast = new("buffer after flashing don't walk", 3, "s", "MUTCD 11 Figure 4I-2 (4E-2 of 2009)");
    private static readonly Duration NoLimit = Duration.FromSeconds(600);

    public override string Name => "mutcd";

    public override string Authority => "MUTCD";

    public override bool TurnsMayYieldToPedestrians => true;

    public override IReadOnlyList<SourcedConstant> Constants { get; } =
    [
        Reaction, Deceleration, MphToFps, TwiceGravity, VehicleLength, TurnSpeed, LeastYellow, MostYellow, MostRed, YellowTolerance, RedCredit,
        LeastRedWithCredit, GreenMajor, GreenTurn, LeastGreen, BikeStart, BikeSpeed, BikeLength, WalkAdvised, WalkLeast, ClearingSpeed,
        TotalSpeed, BufferLeast,
    ];

    private RoundingRule Rounding => options.Rounding ?? RoundingRule.UpToTenth;

    /// <summary>Y = t + 1.47·V / (2a + 64.4·g), seconds, before rounding and the 3 s floor.</summary>
    /// <param name="mph">Approach speed.</param>
    /// <param name="gradePercent">Uphill positive.</param>
    public static double KinematicYellow(double mph, double gradePercent) =>
        Reaction.Value + MphToFps.Value * mph / (2 * Deceleration.Value + TwiceGravity.Value * gradePercent / 100);

    /// <summary>Y = 1 + 0.733·S / (D + 0.32·G), up to 0.5 s, 3–6 s (COMAR 11.04.14.03).</summary>
    public static Duration MarylandYellow(double mph, double gradePercent) =>
        RoundingRule.UpToHalf.Round(Math.Clamp(1 + 0.733 * mph / (Deceleration.Value + 0.32 * gradePercent), LeastYellow.Value, MostYellow.Value));

    /// <summary>R = (W + L) / (1.47·V), seconds, before rounding.</summary>
    public static double KinematicRed(double widthFeet, double mph) => (widthFeet + VehicleLength.Value) / (MphToFps.Value * mph);

    public override TimingRequirement Yellow(VehicleStream stream)
    {
        var raw = KinematicYellow(stream.Speed.Mph, stream.GradePercent);
        var value = options.YellowForm == YellowForm.Maryland
            ? MarylandYellow(stream.Speed.Mph, stream.GradePercent)
            : Duration.Max(Rounding.Round(raw), Duration.FromSeconds(LeastYellow.Value));
        var least = Math.Max(LeastYellow.Value, Math.Floor((raw - YellowTolerance.Value) * 10) / 10);
        var advised = Duration.Min(value, RoundingRule.NearestTenth.Round(Math.Max(raw, LeastYellow.Value)));
        var most = Duration.FromSeconds(Math.Max(MostYellow.Value, value.TotalSeconds));
        return new(
            "yellow", value, Duration.FromSeconds(least), advised, most, most + Duration.FromSeconds(1), Basis(stream), Authority,
            options.YellowForm == YellowForm.Maryland ? "COMAR 11.04.14.03" : "Y = t + 1.47 V / (2a + 64.4 g), NCHRP 731; 3–6 s, MUTCD 11 §4F.17");
    }

    public override TimingRequirement RedClearance(VehicleStream stream)
    {
        var mph = stream.Turning ? Math.Min(stream.Speed.Mph, TurnSpeed.Value) : stream.Speed.Mph;
        var raw = KinematicRed(stream.ClearingWidth.Feet, mph);
        var credit = options.StartUpCredit.TotalSeconds;
        var used = credit > 0 ? Math.Max(LeastRedWithCredit.Value, raw - credit) : raw;
        var value = Rounding.Round(used);
        var least = Math.Min(value.TotalSeconds, Math.Floor(Math.Max(LeastRedWithCredit.Value, raw - RedCredit.Value) * 10) / 10);
        var advisedMost = Duration.FromSeconds(Math.Max(MostRed.Value, value.TotalSeconds));
        var basis = string.Create(CultureInfo.InvariantCulture, $"{stream.ClearingWidth.Feet:0.#} ft at {mph:0.#} mph");
        return new(
            "red clearance", value, Duration.FromSeconds(least), value, advisedMost, Duration.Max(Duration.FromSeconds(10), advisedMost), basis, Authority,
            credit > 0 ? "R = (W + L) / 1.47 V − start-up credit, NCHRP 731" : "R = (W + L) / 1.47 V, NCHRP 731");
    }

    public override TimingRequirement RedAmber(SignalGroupKind kind) =>
        new("red-amber", Duration.Zero, Duration.Zero, Duration.Zero, Duration.Zero, Duration.Zero, "", Authority, "not used, MUTCD 11 §4F");

    public override TimingRequirement MinimumGreen(VehicleStream stream, Duration yellow, Duration redClearance)
    {
        if (stream.Kind == SignalGroupKind.Bicycle)
        {
            var total = BikeStart.Value + (stream.ClearingWidth.Feet + BikeLength.Value) / BikeSpeed.Value;
            var green = Duration.Max(
                RoundingRule.UpToTenth.Round(total) - yellow - redClearance, Duration.FromSeconds(LeastGreen.Value));
            return new(
                "minimum green", green, green, green, Duration.FromSeconds(30), NoLimit,
                string.Create(CultureInfo.InvariantCulture, $"bicycles over {stream.ClearingWidth.Feet:0.#} ft"), Authority, BikeStart.Source) { LongerIsNotable = false };
        }

        var minor = stream.Turning || stream.Kind is SignalGroupKind.TurnArrow or SignalGroupKind.Transit;
        var rule = minor ? GreenTurn : GreenMajor;
        var value = Duration.FromSeconds(rule.Value);
        return new(
            "minimum green", value, Duration.FromSeconds(LeastGreen.Value), Duration.FromSeconds(minor ? 4 : 5),
            Duration.FromSeconds(30), Duration.FromSeconds(60), minor ? "a turn" : "a through movement", Authority, rule.Source) { LongerIsNotable = false };
    }

    public override TimingRequirement PedestrianClearance(PedestrianStream stream)
    {
        var value = RoundingRule.UpToSecond.Round(stream.Length.Feet / ClearingSpeed.Value);
        var least = RoundingRule.UpToTenth.Round(stream.Length.Feet / ClearingSpeed.Value);
        return new("pedestrian clearance", value, least, least, NoLimit, NoLimit, Basis(stream), Authority, "crossing ÷ 3.5 ft/s, MUTCD 11 §4I.06");
    }

    public override TimingRequirement Walk(PedestrianStream stream, Duration clearance)
    {
        var total = RoundingRule.UpToSecond.Round((stream.Length.Feet + stream.ButtonSetback.Feet) / TotalSpeed.Value);
        var value = Duration.Max(Duration.FromSeconds(WalkAdvised.Value), total - clearance);
        var advised = Duration.Max(Duration.FromSeconds(WalkLeast.Value), total - clearance);
        return new(
            "walk", value, Duration.FromSeconds(WalkLeast.Value), Duration.Max(advised, Duration.FromSeconds(WalkAdvised.Value)), NoLimit, NoLimit,
            Basis(stream), Authority, "≥ 7 s, and walk + clearance ≥ (button + crossing) ÷ 3.0 ft/s, MUTCD 11 §4I.06 ¶14") { LongerIsNotable = false };
    }

    public override TimingRequirement Buffer(PedestrianStream stream)
    {
        var value = Duration.FromSeconds(BufferLeast.Value);
        return new("pedestrian buffer", value, value, value, NoLimit, NoLimit, "", Authority, BufferLeast.Source);
    }

    public override Duration? Intergreen(
        VehicleStream leaving, Metres clearingDistance, SignalGroupKind entering, Metres enteringDistance, Duration clearance) => null;

    private static string Basis(VehicleStream stream) => stream.GradePercent == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{stream.Speed.Mph:0.#} mph")
        : string.Create(CultureInfo.InvariantCulture, $"{stream.Speed.Mph:0.#} mph at {stream.GradePercent:+0.#;-0.#} %");

    private static string Basis(PedestrianStream stream) =>
        string.Create(CultureInfo.InvariantCulture, $"a {stream.Length.Feet:0.#} ft crossing");
}
