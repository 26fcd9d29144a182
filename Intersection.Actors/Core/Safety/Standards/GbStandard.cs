using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>China: GB 14886 and GB 25280, with urban design practice for what they leave open.</summary>
public sealed class GbStandard(TimingOptions options) : MatrixStandard
{
    private static readonly SourcedConstant Yellow50 = new("yellow up to 50 km/h", 3, "s", "GB 14886: at least 3 s [practice]");
    private static readonly SourcedConstant Yellow60 = new("yellow up to 60 km/h", 4, "s", "design practice 3–5 s [practice]");
    private static readonly SourcedConstant YellowFast = new("yellow above 60 km/h", 5, "s", "design practice 3–5 s [practice]");
    private static readonly SourcedConstant Green = new("minimum green", 7, "s", "design practice [practice]");
    private static readonly SourcedConstant Walking = new("walking speed", 1.0, "m/s", "design practice 1.0–1.2 m/s [practice]");
    private static readonly SourcedConstant WalkLeast = new("shortest pedestrian green", 7, "s", "design practice [practice]");
    private static readonly SourcedConstant SpeedThrough = new("clearing speed straight on", 10, "m/s", "design practice [practice]");
    private static readonly SourcedConstant SpeedTurn = new("clearing speed turning", 7, "m/s", "design practice [practice]");
    private static readonly SourcedConstant SpeedBike = new("clearing speed bicycle", 4, "m/s", "design practice [practice]");
    private static readonly SourcedConstant VehicleLength = new("vehicle length", 6, "m", "design practice [practice]");
    private static readonly SourcedConstant EnterSpeed = new("entering speed", 11.1, "m/s", "design practice [practice]");
    private static readonly SourcedConstant EnterFoot = new("entering speed pedestrian", 1.5, "m/s", "design practice [practice]");

    public override string Name => "gb";

    public override string Authority => "GB";

    public override bool TurnsMayYieldToPedestrians => true;

    public override IReadOnlyList<SourcedConstant> Constants { get; } =
    [
        Yellow50, Yellow60, YellowFast, Green, Walking, WalkLeast, SpeedThrough, SpeedTurn, SpeedBike, VehicleLength, EnterSpeed, EnterFoot,
    ];

    private protected override SourcedConstant WalkingSpeed => Walking;

    private protected override SourcedConstant LeastWalk => WalkLeast;

    private protected override SourcedConstant LeastMinimumGreen => Green;

    public override TimingRequirement Yellow(VehicleStream stream)
    {
        var kph = Math.Round(stream.Speed.Kph, 3);
        var rule = stream.Kind == SignalGroupKind.Bicycle || kph <= 50 ? Yellow50 : kph <= 60 ? Yellow60 : YellowFast;
        return Fixed("yellow", rule.Value, YellowFast.Value, Basis(stream), rule.Source);
    }

    /// <summary>R → G → Y → R: a start-up amber is not shown.</summary>
    public override TimingRequirement RedAmber(SignalGroupKind kind) => Fixed("red-amber", 0, 0, "", "GB 14886: red, green, yellow, red");

    /// <summary>Yellow + (s_r + l) / v_r − s_e / v_e, never below yellow.</summary>
    public override Duration? Intergreen(
        VehicleStream leaving, Metres clearingDistance, SignalGroupKind entering, Metres enteringDistance, Duration clearance)
    {
        var (speed, length) = leaving.Kind == SignalGroupKind.Bicycle
            ? (SpeedBike.Value, 0.0)
            : (leaving.Turning ? SpeedTurn.Value : SpeedThrough.Value, VehicleLength.Value);
        var enterSpeed = entering == SignalGroupKind.Pedestrian ? EnterFoot.Value : EnterSpeed.Value;
        var red = Math.Max(0, (clearingDistance.Value + length) / speed - enteringDistance.Value / enterSpeed);
        return clearance + (options.Rounding ?? RoundingRule.UpToSecond).Round(red);
    }
}
