using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>United Kingdom: Traffic Signs Manual chapter 6, TAL 1/06 and TAL 5/05.</summary>
public sealed class UkStandard : MatrixStandard
{
    private static readonly SourcedConstant Amber = new("leaving amber", 3, "s", "TAL 1/06 part 2: fixed");
    private static readonly SourcedConstant Starting = new("red with amber", 2, "s", "TAL 1/06 part 2: fixed");
    private static readonly SourcedConstant Green = new("minimum green", 7, "s", "TAL 1/06 [practice]");
    private static readonly SourcedConstant LeastIntergreen = new("shortest intergreen", 5, "s", "TAL 1/06 [practice]");
    private static readonly SourcedConstant Walking = new("walking speed", 1.2, "m/s", "TAL 5/05 [practice]");
    private static readonly SourcedConstant WalkLeast = new("shortest green man", 4, "s", "TAL 5/05: 4–7 s [practice]");
    private static readonly SourcedConstant StepThrough = new("extra distance for one more second, ahead", 9, "m", "TAL 1/06 table [practice]");
    private static readonly SourcedConstant StepTurn = new("extra distance for one more second, turning", 6.5, "m", "TAL 1/06 table [practice]");

    public override string Name => "uk";

    public override string Authority => "UK";

    /// <summary>The green man never shows across a signalled turn's green.</summary>
    public override bool TurnsMayYieldToPedestrians => false;

    public override IReadOnlyList<SourcedConstant> Constants { get; } =
        [Amber, Starting, Green, LeastIntergreen, Walking, WalkLeast, StepThrough, StepTurn];

    private protected override SourcedConstant WalkingSpeed => Walking;

    private protected override SourcedConstant LeastWalk => WalkLeast;

    private protected override SourcedConstant LeastMinimumGreen => Green;

    public override TimingRequirement Yellow(VehicleStream stream) => Fixed("amber", Amber.Value, Amber.Value, "", Amber.Source);

    public override TimingRequirement RedAmber(SignalGroupKind kind) =>
        Fixed("red-amber", Starting.Value, Starting.Value, "", Starting.Source);

    /// <summary>5 s, and one second for each further step of clearing minus entering distance (TAL 1/06, 9 m ahead, 6.5 m turning).</summary>
    public override Duration? Intergreen(
        VehicleStream leaving, Metres clearingDistance, SignalGroupKind entering, Metres enteringDistance, Duration clearance)
    {
        var step = leaving.Turning ? StepTurn.Value : StepThrough.Value;
        var excess = Math.Max(0, clearingDistance.Value - enteringDistance.Value - StepThrough.Value);
        var seconds = LeastIntergreen.Value + Math.Ceiling(excess / step - 1e-9);
        return Duration.Max(S(seconds), clearance);
    }
}
