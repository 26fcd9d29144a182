using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Combinations;

namespace Signals.Core.Timing.Adaptive;

/// <summary>Vehicles that a movement gives way to: some movements of one stop-line lane.</summary>
/// <param name="Lane">Index of the lane.</param>
/// <param name="Movements">Bit m for movement m of its lane group.</param>
internal readonly record struct Foe(int Lane, uint Movements);

/// <summary>
/// What each combination means for each movement, compiled: it has priority, it yields and to whom, or it may turn on red. Movements are bits in a mask of
/// their lane group.
/// </summary>
internal sealed class MovementTable
{
    private readonly Intersection _intersection;
    private readonly int _groups;
    private readonly uint[] _free;
    private readonly uint[] _yield;
    private readonly uint[] _onRed;
    private readonly Foe[][] _foes;

    public MovementTable(Intersection intersection, CombinationTable combinations)
    {
        _intersection = intersection;
        var groups = intersection.LaneGroups;
        _groups = groups.Length;
        GroupOfLane = [.. groups.SelectMany(g => Enumerable.Repeat(g.Index, g.Lanes))];
        FirstLane = [.. groups.Select(g => groups.Take(g.Index).Sum(other => other.Lanes))];
        FirstMovement = [.. groups.Select(g => groups.Take(g.Index).Sum(other => other.Movements.Length))];
        Movements = groups.Sum(g => g.Movements.Length);
        All = [.. groups.Select(g => (1u << g.Movements.Length) - 1)];
        _free = new uint[combinations.All.Length * _groups];
        _yield = new uint[_free.Length];
        _onRed = new uint[_free.Length];
        _foes = new Foe[combinations.All.Length * Movements][];
        foreach (var combination in combinations.All)
        {
            Fill(combination);
        }

        Served = [.. combinations.All.Select(c =>
            Enumerable.Range(0, GroupOfLane.Length).Where(lane => Usable(c.Index, GroupOfLane[lane]) != 0).ToImmutableArray())];
    }

    /// <summary>Movements of all lane groups.</summary>
    public int Movements { get; }

    /// <summary>Lane group of each stop-line lane.</summary>
    public ImmutableArray<int> GroupOfLane { get; }

    /// <summary>First lane of each lane group.</summary>
    public ImmutableArray<int> FirstLane { get; }

    /// <summary>First movement of each lane group, among <see cref="Movements"/>.</summary>
    public ImmutableArray<int> FirstMovement { get; }

    /// <summary>Mask of all movements of each lane group.</summary>
    public ImmutableArray<uint> All { get; }

    /// <summary>Lanes of which somebody may go, turns on red included, by combination.</summary>
    public ImmutableArray<ImmutableArray<int>> Served { get; }

    /// <summary>Movements that have priority.</summary>
    public uint Free(int combination, int group) => _free[combination * _groups + group];

    /// <summary>Movements with right of way that give way to others.</summary>
    public uint Yielding(int combination, int group) => _yield[combination * _groups + group];

    /// <summary>Movements without right of way that may turn on red.</summary>
    public uint OnRed(int combination, int group) => _onRed[combination * _groups + group];

    /// <summary>Movements with right of way: with priority or yielding.</summary>
    public uint WithRightOfWay(int combination, int group) => Free(combination, group) | Yielding(combination, group);

    /// <summary>Everything that may go at all.</summary>
    public uint Usable(int combination, int group) => WithRightOfWay(combination, group) | OnRed(combination, group);

    /// <summary>Whom a movement (of <see cref="Movements"/>) gives way to under a combination.</summary>
    public ReadOnlySpan<Foe> Foes(int combination, int movement) => _foes[combination * Movements + movement];

    private void Fill(Combination combination)
    {
        foreach (var group in _intersection.LaneGroups)
        {
            var i = combination.Index * _groups + group.Index;
            for (var m = 0; m < group.Movements.Length; m++)
            {
                var foes = FoesOf(group, group.Movements[m], combination);
                _foes[combination.Index * Movements + FirstMovement[group.Index] + m] = foes;
                var bit = 1u << m;
                if (!IsServed(group.Movements[m], combination))
                {
                    _onRed[i] |= group.Movements[m].OnRed ? bit : 0;
                }
                else if (foes.Length == 0)
                {
                    _free[i] |= bit;
                }
                else
                {
                    _yield[i] |= bit;
                }
            }
        }
    }

    private static bool IsServed(Movement movement, Combination combination) => combination.Green.Overlaps(MovementYields.GroupsOf(movement));

    /// <summary>Lanes with a movement that has right of way and that this one gives way to.</summary>
    private Foe[] FoesOf(LaneGroup group, Movement movement, Combination combination)
    {
        var foes = new List<Foe>();
        foreach (var other in _intersection.LaneGroups)
        {
            var mask = 0u;
            for (var m = 0; m < other.Movements.Length; m++)
            {
                var meets = IsServed(other.Movements[m], combination)
                    && MovementYields.Yields(_intersection, group, movement, other, other.Movements[m], combination.Green);
                mask |= meets ? 1u << m : 0;
            }

            for (var lane = 0; mask != 0 && lane < other.Lanes; lane++)
            {
                foes.Add(new Foe(FirstLane[other.Index] + lane, mask));
            }
        }

        return [.. foes];
    }
}
