using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>Lanes of one approach that discharge together and hold one queue (HCM lane group).</summary>
/// <param name="Index">Position in the intersection; index of every per-lane-group array.</param>
/// <param name="Id">Unique in the intersection: <c>NB-T</c>.</param>
/// <param name="Approach">Id of its approach.</param>
/// <param name="Lanes">Number of lanes, ≥ 1, numbered from the kerb in sensor messages.</param>
/// <param name="Storage">Length of one lane that can hold the queue: the pocket's length, or the approach's.</param>
/// <param name="IsPocket">True for a turn pocket fed from the through lanes.</param>
/// <param name="SaturationFlowPerLane">Queue discharge of one lane. Default 1,900 veh/h (HCM base rate).</param>
/// <param name="StartUpLost">Start-up lost time, default 2 s (HCM).</param>
/// <param name="Movements">Ways through; at least one.</param>
public sealed record LaneGroup(
    int Index, string Id, string Approach, int Lanes, Metres Storage, bool IsPocket,
    VehiclesPerHour SaturationFlowPerLane, Seconds StartUpLost, ImmutableArray<Movement> Movements)
{
    /// <summary>Length of road one queued vehicle takes, bumper to bumper gap included.</summary>
    public static readonly Metres QueuedVehicleLength = new(7.5);

    /// <summary>Vehicles that fit in the storage of all lanes.</summary>
    public double StorageVehicles => Lanes * Storage.Value / QueuedVehicleLength.Value;

    /// <summary>Groups that serve at least one movement, protected or permissive.</summary>
    public GroupSet ServedBy
    {
        get
        {
            var set = GroupSet.Empty;
            foreach (var movement in Movements)
            {
                set = movement.ProtectedBy >= 0 ? set.With(movement.ProtectedBy) : set;
                set = movement.PermissiveUnder >= 0 ? set.With(movement.PermissiveUnder) : set;
            }

            return set;
        }
    }
}
