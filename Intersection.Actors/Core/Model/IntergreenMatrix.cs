using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>
/// Which groups conflict, and for each conflicting ordered pair the intergreen: least time from the end of green (or walk) of the
/// group that leaves to the start of green (or walk) of the group that enters. It is never shorter than the leaving group's
/// yellow (or pedestrian clearance).
/// </summary>
public sealed class IntergreenMatrix
{
    private readonly ImmutableArray<long> _milliseconds;

    /// <param name="groupCount">Number of groups, 1–64.</param>
    /// <param name="intergreens">Row-major [leaving × groupCount + entering]; null where the pair may be green together.</param>
    /// <exception cref="ArgumentException">The table is not square, not symmetric in conflict, or a group conflicts with itself.</exception>
    public IntergreenMatrix(int groupCount, ReadOnlySpan<Duration?> intergreens)
    {
        if (intergreens.Length != groupCount * groupCount)
        {
            throw new ArgumentException($"expected {groupCount * groupCount} entries for {groupCount} groups, got {intergreens.Length}", nameof(intergreens));
        }

        GroupCount = groupCount;
        var table = new long[intergreens.Length];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = intergreens[i]?.Milliseconds ?? -1;
        }

        _milliseconds = [.. table];
        CheckSymmetric();
    }

    public int GroupCount { get; }

    public bool Conflicts(int a, int b) => _milliseconds[a * GroupCount + b] >= 0;

    /// <summary>Intergreen from <paramref name="leaving"/> to <paramref name="entering"/>; null when they do not conflict.</summary>
    public Duration? Between(int leaving, int entering) =>
        _milliseconds[leaving * GroupCount + entering] is var ms and >= 0 ? new Duration(ms) : null;

    /// <summary>All groups that may not show right of way together with <paramref name="group"/>.</summary>
    public GroupSet ConflictsOf(int group)
    {
        var set = GroupSet.Empty;
        for (var other = 0; other < GroupCount; other++)
        {
            if (Conflicts(group, other))
            {
                set = set.With(other);
            }
        }

        return set;
    }

    /// <summary>True when no two members conflict.</summary>
    public bool IsCompatible(GroupSet groups)
    {
        foreach (var group in groups)
        {
            if (ConflictsOf(group).Overlaps(groups))
            {
                return false;
            }
        }

        return true;
    }

    private void CheckSymmetric()
    {
        for (var a = 0; a < GroupCount; a++)
        {
            if (Conflicts(a, a))
            {
                throw new ArgumentException($"group {a} conflicts with itself");
            }

            for (var b = 0; b < a; b++)
            {
                if (Conflicts(a, b) != Conflicts(b, a))
                {
                    throw new ArgumentException($"groups {a} and {b}: a conflict must hold both ways");
                }
            }
        }
    }
}
