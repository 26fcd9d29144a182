using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Core.Sensing.Picture;

/// <summary>One lane by which traffic leaves, or a whole leg where lanes are not told apart.</summary>
/// <param name="Leg">Exit leg.</param>
/// <param name="Lane">Lane of the leg, 1 from the kerb; 0 = all lanes.</param>
public readonly record struct ExitLane(string Leg, int Lane)
{
    /// <summary>Every (leg, lane) that a movement leaves by, in the order of the lane groups.</summary>
    public static ImmutableArray<ExitLane> Of(Intersection intersection) =>
        [.. intersection.LaneGroups.SelectMany(g => g.Movements).Select(m => new ExitLane(m.ExitLeg, m.ExitLane)).Distinct()];
}
