using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Tests.Support;

/// <summary>Variants of <see cref="TestIntersections"/> for the controllers' tests.</summary>
public static class TimingIntersections
{
    /// <summary>Index of the overlap group of <see cref="WithOverlap"/>.</summary>
    public const int OverlapA = 12;

    /// <summary>One of four: ring-barrier, stages, overlap, everything on.</summary>
    public static Intersection Variant(int variant) => variant switch
    {
        0 => TestIntersections.RingBarrier(),
        1 => TestIntersections.German(),
        2 => WithOverlap(),
        _ => Busy(),
    };

    /// <summary>
    /// The ring-barrier intersection with everything switched on: leads, recalls, rest in walk, long maxima, and bounds that the maxima alone would break.
    /// </summary>
    public static Intersection Busy()
    {
        var intersection = TestIntersections.RingBarrier();
        return intersection with
        {
            Groups = [.. intersection.Groups.Select(g => g with
            {
                Demand = g.Demand with
                {
                    MaxGreen = Duration.FromSeconds(60),
                    MaxWait = Duration.FromSeconds(150),
                    PedestrianLead = Duration.FromSeconds(g.Index is 3 or 7 ? 4 : 0),
                    Recall = g.Index is 1 or 5 ? Recall.Min : g.Index == 8 ? Recall.Pedestrian : Recall.None,
                    RestInWalk = g.Index == 8,
                },
            })],
        };
    }

    /// <summary>The ring-barrier intersection with overlap A, green with phases 1 and 2, in conflict with what both conflict with.</summary>
    public static Intersection WithOverlap()
    {
        var intersection = TestIntersections.RingBarrier();
        var a = new SignalGroup(
            OverlapA, "OLA", SignalGroupKind.Overlap,
            new GroupTiming(Duration.FromSeconds(5), Duration.FromSeconds(3), Duration.FromSeconds(1), Duration.Zero), GroupDemand.Default);
        var groups = intersection.Groups.Add(a);
        var old = intersection.Intergreens;
        var conflicts = old.ConflictsOf(0) & old.ConflictsOf(1);
        var table = new Duration?[groups.Length * groups.Length];
        foreach (var leaving in groups)
        {
            foreach (var entering in groups)
            {
                var i = leaving.Index * groups.Length + entering.Index;
                if (leaving.Index < OverlapA && entering.Index < OverlapA)
                {
                    table[i] = old.Between(leaving.Index, entering.Index);
                }
                else if (leaving.Index != entering.Index && conflicts.Contains(Math.Min(leaving.Index, entering.Index)))
                {
                    table[i] = leaving.Timing.Clearance + leaving.Timing.RedClearance;
                }
            }
        }

        return intersection with
        {
            Groups = groups,
            Intergreens = new IntergreenMatrix(groups.Length, table),
            Sequence = (RingBarrierSequence)intersection.Sequence with { Overlaps = [new Overlap("A", OverlapA, [1, 2])] },
        };
    }
}
