namespace Signals.Core.Model;

/// <summary>
/// Lamps that always show the same indication: the unit that sequencer, monitor and register map know.
/// </summary>
/// <param name="Index">Position in the intersection, 0–63; the bit in every <see cref="GroupSet"/> and register mask.</param>
/// <param name="Id">Engineer's name, unique in the intersection: <c>P2</c>, <c>FV1</c>, <c>PED4</c>.</param>
/// <param name="Kind">Whom it serves.</param>
/// <param name="Timing">Safety timing, enforced by governor and cabinet.</param>
/// <param name="Demand">Actuation behaviour.</param>
public sealed record SignalGroup(int Index, string Id, SignalGroupKind Kind, GroupTiming Timing, GroupDemand Demand)
{
    public bool IsPedestrian => Kind == SignalGroupKind.Pedestrian;

    public GroupState GoState => IsPedestrian ? GroupState.Walk : GroupState.Green;

    public GroupState ClearingState => IsPedestrian ? GroupState.PedestrianClearance : GroupState.Yellow;

    public GroupState StopState => IsPedestrian ? GroupState.DontWalk : GroupState.Red;
}
