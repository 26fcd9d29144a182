using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>Germany: RiLSA. Intergreen t_z = t_ü + t_r − t_e for each pair.</summary>
public sealed class RilsaStandard(TimingOptions options) : MatrixStandard
{
    private static readonly SourcedConstant Yellow50 = new("yellow up to 50 km/h", 3, "s", "RiLSA; VwV-StVO to § 37");
    private static readonly SourcedConstant Yellow60 = new("yellow up to 60 km/h", 4, "s", "RiLSA; VwV-StVO to § 37");
    private static readonly SourcedConstant Yellow70 = new("yellow up to 70 km/h", 5, "s", "RiLSA; VwV-StVO to § 37");
    private static readonly SourcedConstant Amber = new("red-amber", 1, "s", "RiLSA; VwV-StVO to § 37 (at most 2 s)");
    private static readonly SourcedConstant Green = new("minimum green", 5, "s", "RiLSA");
    private static readonly SourcedConstant Walking = new("walking speed", 1.2, "m/s", "RiLSA");
    private static readonly SourcedConstant WalkLeast = new("shortest pedestrian green", 5, "s", "RiLSA: 5 s, and half the crossing at 1.2 m/s");
    private static readonly SourcedConstant OverrunThrough = new("t_ü straight on", 3, "s", "RiLSA [practice]");
    private static readonly SourcedConstant OverrunTurn = new("t_ü turning", 2, "s", "RiLSA [practice]");
    private static readonly SourcedConstant OverrunBike = new("t_ü bicycle", 1, "s", "RiLSA [practice]");
    private static readonly SourcedConstant SpeedThrough = new("clearing speed straight on", 10, "m/s", "RiLSA [practice]");
    private static readonly SourcedConstant SpeedTurn = new("clearing speed turning", 7, "m/s", "RiLSA [practice]");
    private static readonly SourcedConstant SpeedBike = new("clearing speed bicycle", 4, "m/s", "RiLSA [practice]");
    private static readonly SourcedConstant VehicleLength = new("vehicle length", 6, "m", "RiLSA [practice]");
    private static readonly SourcedConstant TransitLength = new("tram or bus length", 15, "m", "RiLSA [practice]");
    private static readonly SourcedConstant EnterVehicle = new("entering speed vehicle", 11.1, "m/s", "RiLSA: 40 km/h [practice]");
    private static readonly SourcedConstant EnterBike = new("entering speed bicycle", 5, "m/s", "RiLSA [practice]");
    private static readonly SourcedConstant EnterFoot = new("entering speed pedestrian", 1.5, "m/s", "RiLSA [practice]");

    public override string Name => "rilsa";

    public override string Authority => "RiLSA";

    public override bool TurnsMayYieldToPedestrians => true;

    public override IReadOnlyList<SourcedConstant> Constants { get; } =
    [
        Yellow50, Yellow60, Yellow70, Amber, Green, Walking, WalkLeast, OverrunThrough, OverrunTurn, OverrunBike, SpeedThrough, SpeedTurn,
        SpeedBike, VehicleLength, TransitLength, EnterVehicle, EnterBike, EnterFoot,
    ];

    private protected override SourcedConstant WalkingSpeed => Walking;

    private protected override SourcedConstant LeastWalk => WalkLeast;

    private protected override SourcedConstant LeastMinimumGreen => Green;

    public override TimingRequirement Yellow(VehicleStream stream)
    {
        var kph = Math.Round(stream.Speed.Kph, 3);
        var rule = stream.Kind == SignalGroupKind.Bicycle || kph <= 50 ? Yellow50 : kph <= 60 ? Yellow60 : Yellow70;
        return Fixed("yellow", rule.Value, Yellow70.Value, Basis(stream), rule.Source);
    }

    public override TimingRequirement RedAmber(SignalGroupKind kind) => Fixed("red-amber", Amber.Value, 2, "", Amber.Source);

    /// <summary>t_z = t_ü + t_r − t_e, t_r = (s_r + l) / v_r, t_e = s_e / v_e.</summary>
    public override Duration? Intergreen(
        VehicleStream leaving, Metres clearingDistance, SignalGroupKind entering, Metres enteringDistance, Duration clearance)
    {
        var (overrun, speed, length) = leaving.Kind switch
        {
            SignalGroupKind.Bicycle => (OverrunBike.Value, SpeedBike.Value, 0.0),
            SignalGroupKind.Transit => (OverrunThrough.Value, SpeedThrough.Value, TransitLength.Value),
            _ when leaving.Turning => (OverrunTurn.Value, SpeedTurn.Value, VehicleLength.Value),
            _ => (OverrunThrough.Value, SpeedThrough.Value, VehicleLength.Value),
        };
        var enterSpeed = entering switch
        {
            SignalGroupKind.Pedestrian => EnterFoot.Value,
            SignalGroupKind.Bicycle => EnterBike.Value,
            _ => EnterVehicle.Value,
        };
        var seconds = overrun + (clearingDistance.Value + length) / speed - enteringDistance.Value / enterSpeed;
        var rounded = (options.Rounding ?? RoundingRule.UpToSecond).Round(Math.Max(0, seconds));
        return Duration.Max(rounded, clearance);
    }
}
