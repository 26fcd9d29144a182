using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>What RiLSA, the UK and GB practice share: fixed yellow by speed, an intergreen per pair, metric pedestrians.</summary>
public abstract class MatrixStandard : TimingStandard
{
    private protected static readonly Duration NoLimit = Duration.FromSeconds(600);

    private protected static Duration S(double seconds) => Duration.FromSeconds(seconds);

    private protected abstract SourcedConstant WalkingSpeed { get; }

    private protected abstract SourcedConstant LeastWalk { get; }

    private protected abstract SourcedConstant LeastMinimumGreen { get; }

    /// <summary>
    /// Without the distances of a pair the clearing vehicle is taken to run the whole crossing width and the entering one to
    /// stand at the conflict area (entering time zero): never shorter than any pair's own value.
    /// </summary>
    public override TimingRequirement RedClearance(VehicleStream stream)
    {
        var yellow = Yellow(stream).Value;
        var whole = Intergreen(stream, stream.ClearingWidth, SignalGroupKind.Vehicle, Metres.Zero, yellow) ?? yellow;
        var value = Duration.Max(whole - yellow, Duration.Zero);
        var basis = string.Create(CultureInfo.InvariantCulture, $"{stream.ClearingWidth.Value:0.#} m");
        return new("red clearance", value, value, value, Duration.Max(S(10), value), Duration.Max(S(20), value), basis, Authority, "intergreen over the whole crossing width − yellow");
    }

    public override TimingRequirement MinimumGreen(VehicleStream stream, Duration yellow, Duration redClearance) =>
        new("minimum green", S(LeastMinimumGreen.Value), S(LeastMinimumGreen.Value), S(LeastMinimumGreen.Value), S(30), S(60), "",
            Authority, LeastMinimumGreen.Source) { LongerIsNotable = false };

    public override TimingRequirement PedestrianClearance(PedestrianStream stream)
    {
        var seconds = stream.Length.Value / WalkingSpeed.Value;
        return new(
            "pedestrian clearance", RoundingRule.UpToSecond.Round(seconds), RoundingRule.UpToTenth.Round(seconds),
            RoundingRule.UpToTenth.Round(seconds), NoLimit, NoLimit, Basis(stream), Authority, WalkingSpeed.Source);
    }

    /// <summary>Green at least long enough to reach the middle of the crossing before the red man.</summary>
    public override TimingRequirement Walk(PedestrianStream stream, Duration clearance)
    {
        var half = RoundingRule.UpToSecond.Round(stream.Length.Value / 2 / WalkingSpeed.Value);
        var value = Duration.Max(S(LeastWalk.Value), half);
        return new("walk", value, S(LeastWalk.Value), value, NoLimit, NoLimit, Basis(stream), Authority, LeastWalk.Source) { LongerIsNotable = false };
    }

    public override TimingRequirement Buffer(PedestrianStream stream) =>
        new("pedestrian buffer", Duration.Zero, Duration.Zero, Duration.Zero, NoLimit, NoLimit, "", Authority, "clearance covers the whole crossing");

    private protected TimingRequirement Fixed(string what, double seconds, double most, string basis, string source) =>
        new(what, S(seconds), S(seconds), S(seconds), S(most), S(most), basis, Authority, source);

    private protected static string Basis(VehicleStream stream) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream.Speed.Kph:0.#} km/h");

    private protected static string Basis(PedestrianStream stream) =>
        string.Create(CultureInfo.InvariantCulture, $"a {stream.Length.Value:0.#} m crossing");
}
