using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet.Local;

/// <summary>One step of the cabinet's own rotation: groups that are green together for at least <paramref name="Length"/>, clearance included.</summary>
/// <param name="Pedestrians">Crossings served once each time the rotation comes here.</param>
/// <param name="Stage">Stage number shown in the status block; in ring-barrier the position in the rotation, from 1.</param>
public readonly record struct LocalInterval(GroupSet Vehicles, GroupSet Pedestrians, Duration Length, int Stage)
{
    public GroupSet All => Vehicles | Pedestrians;
}
