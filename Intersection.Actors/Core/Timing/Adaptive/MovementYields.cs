using Signals.Core.Model;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Who gives way to whom: by the surveyed list of a movement where it has one, else by geometry: a permissive turn yields to the opposing through and right
/// traffic, a turn on red to everybody who leaves by the same leg.
/// </summary>
internal static class MovementYields
{
    /// <summary>Groups that give a movement right of way.</summary>
    public static GroupSet GroupsOf(Movement movement)
    {
        var set = movement.ProtectedBy >= 0 ? GroupSet.Of(movement.ProtectedBy) : GroupSet.Empty;
        return movement.PermissiveUnder >= 0 ? set.With(movement.PermissiveUnder) : set;
    }

    /// <summary>The movement gives way to the other one while these groups are green and the other has right of way.</summary>
    public static bool Yields(
        Intersection intersection, LaneGroup group, Movement movement, LaneGroup otherGroup, Movement other, GroupSet green)
    {
        if (!movement.YieldsTo.IsDefault)
        {
            return movement.YieldsTo.Contains($"{otherGroup.Id}>{other.ExitLeg}");
        }

        if (movement.ProtectedBy >= 0 && green.Contains(movement.ProtectedBy))
        {
            return false;
        }

        var permissive = movement.PermissiveUnder >= 0 && green.Contains(movement.PermissiveUnder);
        return permissive
            ? other.Turn is Turn.Through or Turn.Right && IsOpposite(Bearing(intersection, group.Approach), Bearing(intersection, otherGroup.Approach))
            : otherGroup.Index != group.Index && other.ExitLeg == movement.ExitLeg;
    }

    private static bool IsOpposite(double a, double b) => Math.Abs((Math.Abs(a - b) % 360) - 180) <= 45;

    private static double Bearing(Intersection intersection, string approach) =>
        intersection.Approaches.FirstOrDefault(a => a.Id == approach)?.BearingDegrees ?? 0;
}
