using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Core.Timing.Micro;

/// <summary>
/// Whom each movement of an intersection gives way to, as movement indices in the order of the lane groups: what the corridor file lists, else from
/// geometry: a far turn crosses the opposite leg's through traffic and near turns, a turn on red merges with whoever leaves by the same leg.
/// </summary>
internal static class YieldTable
{
    private const double Opposite = 180, Tolerance = 50;

    public static ImmutableArray<ImmutableArray<int>> Of(Intersection intersection)
    {
        var all = intersection.LaneGroups.SelectMany(g => g.Movements.Select(m => (Group: g, Movement: m))).ToArray();
        return [.. all.Select(own => own.Movement.YieldsTo.IsDefault
            ? Where(all, other => Yields(intersection, own, other))
            : Where(all, other => own.Movement.YieldsTo.Contains($"{other.Group.Id}>{other.Movement.ExitLeg}") || MergesAfter(intersection, own, other)))];
    }

    private static ImmutableArray<int> Where(
        (LaneGroup Group, Movement Movement)[] all, Func<(LaneGroup Group, Movement Movement), bool> condition) =>
        [.. Enumerable.Range(0, all.Length).Where(i => condition(all[i]))];

    private static bool Yields(
        Intersection intersection, (LaneGroup Group, Movement Movement) own, (LaneGroup Group, Movement Movement) other)
    {
        if (own.Group.Approach == other.Group.Approach)
        {
            return false;
        }

        var merges = own.Movement.ExitLeg == other.Movement.ExitLeg;
        return own.Movement.Turn is Turn.Left or Turn.UTurn
            ? other.Movement.Turn is Turn.Through or Turn.Right && IsOpposite(intersection, own.Group.Approach, other.Group.Approach)
            : own.Movement.OnRed && merges;
    }

    /// <summary>A driver who yields on a far turn also waits for the opposing near turn into the leg that both enter, whatever lanes they end in.</summary>
    private static bool MergesAfter(
        Intersection intersection, (LaneGroup Group, Movement Movement) own, (LaneGroup Group, Movement Movement) other) =>
        !own.Movement.YieldsTo.IsEmpty && own.Movement.Turn == Turn.Left && other.Movement.Turn == Turn.Right && own.Movement.ExitLeg == other.Movement.ExitLeg
        && IsOpposite(intersection, own.Group.Approach, other.Group.Approach);

    private static bool IsOpposite(Intersection intersection, string a, string b)
    {
        var between = Math.Abs(Bearing(intersection, a) - Bearing(intersection, b)) % 360;
        return Math.Abs(between - Opposite) <= Tolerance;
    }

    private static double Bearing(Intersection intersection, string approach) =>
        intersection.Approaches.FirstOrDefault(a => a.Id == approach)?.BearingDegrees ?? 0;
}
