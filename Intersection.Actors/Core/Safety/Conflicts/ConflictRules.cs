using Signals.Core.Model;

namespace Signals.Core.Safety.Conflicts;

/// <summary>
/// Derives which signal groups conflict from the geometry alone. Two groups conflict when any path of one crosses or merges
/// with any path of the other, unless one of the two is declared permissive and is of a kind that may yield to the other.
/// A configuration can add to the result, never take away.
/// </summary>
/// <param name="legs">Legs of the intersection.</param>
/// <param name="side">Side of the road that traffic keeps to.</param>
/// <param name="turnsYieldToPedestrians">Rule of the jurisdiction: turning traffic may share its green with people crossing its exit.</param>
public sealed class ConflictRules(LegOrder legs, TrafficSide side, bool turnsYieldToPedestrians)
{
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="streams">All paths; each names its group.</param>
    public ConflictTable Derive(int groupCount, IReadOnlyList<GroupStream> streams)
    {
        var table = new ConflictTable(groupCount);
        for (var i = 0; i < streams.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (streams[i], streams[j]);
                if (a.Group != b.Group && Meet(a, b) is { } how && !MayYield(a, b) && !MayYield(b, a))
                {
                    table.Add(a.Group, b.Group, $"{a.Name} {how} {b.Name}");
                }
            }
        }

        return table;
    }

    /// <summary>Paths of one and the same group that would collide, unless one yields: null when there are none.</summary>
    public string? SelfConflict(IReadOnlyList<GroupStream> streamsOfOneGroup)
    {
        foreach (var a in streamsOfOneGroup)
        {
            foreach (var b in streamsOfOneGroup)
            {
                if (!ReferenceEquals(a, b) && Meet(a, b) is { } how && !MayYield(a, b) && !MayYield(b, a))
                {
                    return $"{a.Name} {how} {b.Name}";
                }
            }
        }

        return null;
    }

    private string? Meet(GroupStream a, GroupStream b)
    {
        if (a.IsCrossing && b.IsCrossing)
        {
            return null;
        }

        if (a.IsCrossing || b.IsCrossing)
        {
            var (walk, drive) = a.IsCrossing ? (a, b) : (b, a);
            return walk.From == drive.From || walk.From == drive.To ? "crosses" : null;
        }

        if (a.From == b.From)
        {
            return SideBySideCross(a, b) ? "crosses" : null;
        }

        if (a.To == b.To)
        {
            return "merges with";
        }

        return legs.Cross(a.From, a.To, b.From, b.To) ? "crosses" : null;
    }

    /// <summary>
    /// From one approach, paths cross when their lanes and their exits lie in opposite order between kerb and centre: a kerb-side turn
    /// of general traffic cuts off a bicycle lane, a tram in the median is crossed by turns to its side.
    /// </summary>
    private bool SideBySideCross(GroupStream a, GroupStream b) =>
        (Rank(a.Position) - Rank(b.Position)) * (TowardsCentre(a) - TowardsCentre(b)) < 0;

    private static int Rank(LanePosition position) => position switch
    {
        LanePosition.Kerb => 0,
        LanePosition.Median => 2,
        _ => 1,
    };

    /// <summary>Degrees turned away from the kerb; a U-turn most of all.</summary>
    private double TowardsCentre(GroupStream stream)
    {
        var right = legs.TurnDegrees(stream.From, stream.To);
        return stream.From == stream.To ? 180 : side == TrafficSide.Right ? -right : right;
    }

    private bool MayYield(GroupStream yields, GroupStream to)
    {
        if (!yields.Permissive || yields.Turn == Turn.Through)
        {
            return false;
        }

        if (to.IsCrossing)
        {
            return turnsYieldToPedestrians && to.From == yields.To && to.From != yields.From;
        }

        if (yields.From == to.From)
        {
            return to.Position == LanePosition.Kerb && yields.Turn == KerbTurn;
        }

        return yields.Turn != KerbTurn && legs.AreOpposing(yields.From, to.From);
    }

    private Turn KerbTurn => side == TrafficSide.Right ? Turn.Right : Turn.Left;
}
