using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Combinations;

/// <summary>
/// Every combination of phases that the sequence allows: on each side of the barrier each compatible choice of one phase a ring, as full as it can be.
/// The planner may take them in any order; the phases within stay those of the ring-barrier's concurrency groups.
/// </summary>
public sealed class CombinationTable
{
    private readonly PhaseTable _table;

    public CombinationTable(PhaseTable table)
    {
        _table = table;
        var found = new List<int[]>();
        for (var barrier = 0; barrier < table.BarrierCount; barrier++)
        {
            Enumerate(barrier, 0, [.. Enumerable.Repeat(-1, table.RingCount)], found);
        }

        All = [.. found.Where(c => !found.Any(larger => IsPartOf(c, larger))).Select(Make)];
    }

    public ImmutableArray<Combination> All { get; }

    public Combination this[int index] => All[index];

    /// <summary>Combination of exactly these phases, else the first that has all of them; −1 when there is none.</summary>
    public int Containing(PhaseSet phases)
    {
        var found = -1;
        foreach (var combination in All)
        {
            if (combination.Phases == phases)
            {
                return combination.Index;
            }

            found = found < 0 && (phases - combination.Phases).IsEmpty ? combination.Index : found;
        }

        return found;
    }

    private void Enumerate(int barrier, int ring, int[] chosen, List<int[]> found)
    {
        if (ring == _table.RingCount)
        {
            if (chosen.Any(p => p >= 0))
            {
                found.Add([.. chosen]);
            }

            return;
        }

        foreach (var phase in _table.InRing(ring, barrier))
        {
            chosen[ring] = -1;
            if (chosen.Where(p => p >= 0).All(other => !_table.ConflictsOf(phase).Contains(other)))
            {
                chosen[ring] = phase;
                Enumerate(barrier, ring + 1, chosen, found);
            }
        }

        chosen[ring] = -1;
        Enumerate(barrier, ring + 1, chosen, found);
    }

    private static bool IsPartOf(int[] part, int[] whole) =>
        !part.SequenceEqual(whole) && part.Zip(whole).All(pair => pair.First < 0 || pair.First == pair.Second);

    private Combination Make(int[] phases, int index)
    {
        var set = phases.Where(p => p >= 0).Aggregate(PhaseSet.Empty, (s, p) => s.With(p));
        var green = phases.Where(p => p >= 0).Aggregate(GroupSet.Empty, (s, p) => s | _table[p].Vehicles);
        foreach (var overlap in _table.OverlapsWith(set))
        {
            green = _table.Safety.ConflictsOf(overlap).Overlaps(green) ? green : green.With(overlap);
        }

        return new Combination(index, [.. phases], set, green, string.Join('+', phases.Where(p => p >= 0).Select(p => _table[p].Number)));
    }
}
