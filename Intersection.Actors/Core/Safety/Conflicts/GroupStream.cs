using Signals.Core.Model;

namespace Signals.Core.Safety.Conflicts;

/// <summary>One path that a signal group opens: a movement of vehicles, or a crossing on foot.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="From">Leg where it starts; for a crossing, the leg it crosses.</param>
/// <param name="To">Leg where it ends; for a crossing, the leg it crosses.</param>
/// <param name="Turn">Direction; not used for a crossing.</param>
/// <param name="IsCrossing">True for a crossing on foot.</param>
/// <param name="Permissive">True when the path has to yield under this group.</param>
/// <param name="Position">Where its lanes lie.</param>
/// <param name="Name">For messages: <c>EB-T through</c>, <c>crossing of N</c>.</param>
public sealed record GroupStream(
    int Group, string From, string To, Turn Turn, bool IsCrossing, bool Permissive, LanePosition Position, string Name)
{
    /// <summary>Every stream of the intersection, group by group.</summary>
    /// <param name="positions">Position of each lane group, by its index.</param>
    public static IEnumerable<GroupStream> Of(
        IReadOnlyList<LaneGroup> laneGroups, IReadOnlyList<Crossing> crossings, IReadOnlyList<LanePosition> positions)
    {
        foreach (var lane in laneGroups)
        {
            foreach (var movement in lane.Movements)
            {
                var name = $"{lane.Id} {NameOf(movement.Turn)}";
                if (movement.ProtectedBy >= 0)
                {
                    yield return new(
                        movement.ProtectedBy, lane.Approach, movement.ExitLeg, movement.Turn, false, false, positions[lane.Index], name);
                }

                if (movement.PermissiveUnder >= 0)
                {
                    yield return new(
                        movement.PermissiveUnder, lane.Approach, movement.ExitLeg, movement.Turn, false, true, positions[lane.Index], name);
                }
            }
        }

        foreach (var crossing in crossings)
        {
            yield return new(
                crossing.Group, crossing.Leg, crossing.Leg, Turn.Through, true, false, LanePosition.General, $"crossing of leg {crossing.Leg}");
        }
    }

    private static string NameOf(Turn turn) => turn switch
    {
        Turn.Left => "left",
        Turn.Right => "right",
        Turn.UTurn => "U-turn",
        _ => "through",
    };
}
