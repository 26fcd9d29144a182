using Signals.Core.Model;

namespace Signals.Tests.Sim.Sumo.Import;

/// <summary>What a cabinet shows, for tests.</summary>
internal static class Shown
{
    /// <summary>The given groups have right of way, all others are stopped.</summary>
    public static GroupState[] Go(Intersection intersection, GroupSet green) =>
        [.. intersection.Groups.Select(g => green.Contains(g.Index) ? g.GoState : g.StopState)];

    /// <summary>Groups by their names with a state; all others are stopped.</summary>
    public static GroupState[] Of(Intersection intersection, params ReadOnlySpan<(string Group, GroupState State)> states)
    {
        var shown = Go(intersection, GroupSet.Empty);
        foreach (var (group, state) in states)
        {
            shown[intersection.Groups.Single(g => g.Id == group).Index] = state;
        }

        return shown;
    }

    public static IEnumerable<GroupSet> EveryCombination(Intersection intersection) =>
        Enumerable.Range(1, (1 << intersection.Groups.Length) - 1).Select(bits => new GroupSet((ulong)bits));
}
