using System.Collections.Immutable;

namespace Signals.Core.Model;

/// <summary>One way through the intersection from a lane group.</summary>
/// <param name="Turn">Direction.</param>
/// <param name="ExitLeg">Id of the approach whose leg the movement leaves by.</param>
/// <param name="ProtectedBy">Index of the group under which it has right of way, or −1 when it is only ever permissive.</param>
/// <param name="PermissiveUnder">Index of the group under which it may go after yielding to opposing traffic and pedestrians, or −1.</param>
/// <param name="OnRed">True when a right turn may go on red after stopping.</param>
/// <param name="Share">Expected share of the lane group's vehicles that make this movement, 0–1; shares of a lane group add to 1.</param>
public sealed record Movement(Turn Turn, string ExitLeg, int ProtectedBy, int PermissiveUnder, bool OnRed, double Share)
{
    /// <summary>Lane of the exit leg that it enters, 1 from the kerb; 0 = any.</summary>
    public int ExitLane { get; init; }

    /// <summary>
    /// Movements that it gives way to whenever they have right of way together, as <c>laneGroupId&gt;exitLeg</c>. Default (uninitialised): from geometry,
    /// and only while it is permissive. With a list, it has priority exactly while none of them has right of way, whichever group serves it.
    /// </summary>
    public ImmutableArray<string> YieldsTo { get; init; }
}
