using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Changes between combinations, compiled: how long until all of the next is green and until each lane group gets what is new for it, which movements stay
/// green through the change, and which are lost.
/// </summary>
internal sealed class ChangeTable
{
    private readonly int _combinations;
    private readonly int _groups;
    private readonly int[] _seconds;
    private readonly float[] _delay;
    private readonly uint[] _stays;
    private readonly ImmutableArray<int>[] _gaining;
    private readonly ImmutableArray<int>[] _losing;

    public ChangeTable(Intersection intersection, PhaseTable table, CombinationTable combinations, MovementTable movements)
    {
        _combinations = combinations.All.Length;
        _groups = intersection.LaneGroups.Length;
        _seconds = new int[_combinations * _combinations];
        _delay = new float[_seconds.Length * _groups];
        _stays = new uint[_delay.Length];
        _gaining = new ImmutableArray<int>[_seconds.Length];
        _losing = new ImmutableArray<int>[_seconds.Length];
        var lanes = Enumerable.Range(0, movements.GroupOfLane.Length);
        foreach (var from in combinations.All)
        {
            foreach (var to in combinations.All)
            {
                var pair = from.Index * _combinations + to.Index;
                _seconds[pair] = (int)Math.Ceiling(Longest(table, from.Green - to.Green, to.Green - from.Green));
                foreach (var group in intersection.LaneGroups)
                {
                    var i = pair * _groups + group.Index;
                    _stays[i] = Staying(group, from.Green & to.Green);
                    _delay[i] = Longest(table, from.Green - to.Green, group.ServedBy & (to.Green - from.Green));
                }

                _gaining[pair] = [.. lanes.Where(l => IsBetterServed(from.Index, to.Index, movements.GroupOfLane[l], movements))];
                _losing[pair] = [.. lanes.Where(l => Lost(from.Index, to.Index, movements.GroupOfLane[l], movements) != 0)];
            }
        }
    }

    /// <summary>Whole seconds from leaving one combination until all of the next is green.</summary>
    public int Seconds(int from, int to) => _seconds[from * _combinations + to];

    /// <summary>Seconds from leaving one combination until the lane group's new groups are green in the next.</summary>
    public float Delay(int from, int to, int group) => _delay[(from * _combinations + to) * _groups + group];

    /// <summary>Movements of the lane group whose group stays green through the change.</summary>
    public uint Staying(int from, int to, int group) => _stays[(from * _combinations + to) * _groups + group];

    /// <summary>Lanes that get right of way for a movement that had none, or priority for one that had to yield.</summary>
    public ImmutableArray<int> Gaining(int from, int to) => _gaining[from * _combinations + to];

    /// <summary>Lanes that lose right of way for a movement.</summary>
    public ImmutableArray<int> Losing(int from, int to) => _losing[from * _combinations + to];

    /// <summary>Movements of the lane group that get right of way.</summary>
    public uint Gained(int from, int to, int group, MovementTable movements) => movements.WithRightOfWay(to, group) & ~Staying(from, to, group);

    /// <summary>Movements of the lane group that lose right of way.</summary>
    public uint Lost(int from, int to, int group, MovementTable movements) => movements.WithRightOfWay(from, group) & ~Staying(from, to, group);

    private bool IsBetterServed(int from, int to, int group, MovementTable movements) =>
        Gained(from, to, group, movements) != 0 || (movements.Free(to, group) & ~movements.Free(from, group)) != 0;

    private static uint Staying(LaneGroup group, GroupSet both)
    {
        var mask = 0u;
        for (var m = 0; m < group.Movements.Length; m++)
        {
            mask |= both.Overlaps(MovementYields.GroupsOf(group.Movements[m])) ? 1u << m : 0;
        }

        return mask;
    }

    private static float Longest(PhaseTable table, GroupSet leaving, GroupSet entering)
    {
        var longest = Duration.Zero;
        foreach (var group in leaving)
        {
            foreach (var other in table.Safety.ConflictsOf(group) & entering)
            {
                longest = Duration.Max(longest, table.Safety.Intergreen(group, other));
            }
        }

        return (float)longest.TotalSeconds;
    }
}
