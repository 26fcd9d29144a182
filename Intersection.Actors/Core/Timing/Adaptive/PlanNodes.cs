using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Partial plans of one search, a few best in each bucket of (second, combination). Preallocated. A node is named by its slot; what it costs so far and what
/// it is expected to cost in all, who still waits to walk, and how it came about.
/// </summary>
internal sealed class PlanNodes
{
    private readonly int _combinations;
    private readonly int _kept;
    private readonly int _stride;
    private readonly float[] _states;
    private readonly float[] _cost;
    private readonly float[] _bound;
    private readonly int[] _parent;
    private readonly int[] _switchedAt;
    private readonly PhaseSet[] _pedestrians;
    private readonly int[] _first;
    private readonly int[] _filled;

    public PlanNodes(int horizon, int combinations, int kept, int stride)
    {
        _combinations = combinations;
        _kept = kept;
        _stride = stride;
        var slots = (horizon + 1) * combinations * kept;
        _states = new float[slots * stride];
        _cost = new float[slots];
        _bound = new float[slots];
        _parent = new int[slots];
        _switchedAt = new int[slots];
        _pedestrians = new PhaseSet[slots];
        _first = new int[slots];
        _filled = new int[(horizon + 1) * combinations];
    }

    public void Clear() => Array.Clear(_filled);

    public Span<float> State(int slot) => _states.AsSpan(slot * _stride, _stride);

    /// <summary>Cost up to the node's second.</summary>
    public float Cost(int slot) => _cost[slot];

    /// <summary>Cost with what is left at the node's second.</summary>
    public float Bound(int slot) => _bound[slot];

    public PhaseSet Pedestrians(int slot) => _pedestrians[slot];

    /// <summary>What the plan does now, see <see cref="PlanSearch.Hold"/>.</summary>
    public int First(int slot) => _first[slot];

    /// <summary>Node that this one grew from; −1 for the root.</summary>
    public int Parent(int slot) => _parent[slot];

    /// <summary>Second of the switch that made the node; −1 when it only held.</summary>
    public int SwitchedAt(int slot) => _switchedAt[slot];

    public int CombinationOf(int slot) => slot / _kept % _combinations;

    /// <summary>Writes the slots of a second, cheapest first, and returns how many there are.</summary>
    public int Gather(int second, Span<int> into)
    {
        var count = 0;
        for (var combination = 0; combination < _combinations; combination++)
        {
            var bucket = second * _combinations + combination;
            for (var kept = 0; kept < _filled[bucket]; kept++)
            {
                var slot = bucket * _kept + kept;
                var at = count++;
                for (; at > 0 && _bound[into[at - 1]] > _bound[slot]; at--)
                {
                    into[at] = into[at - 1];
                }

                into[at] = slot;
            }
        }

        return count;
    }

    /// <summary>Keeps a partial plan if its bucket has room or a worse one.</summary>
    public void Insert(
        int second, int combination, ReadOnlySpan<float> state, float cost, float bound, PhaseSet pedestrians, int parent, int switchedAt, int first)
    {
        var slot = SlotFor(second * _combinations + combination, cost, bound);
        if (slot < 0)
        {
            return;
        }

        state.CopyTo(State(slot));
        (_cost[slot], _bound[slot], _pedestrians[slot]) = (cost, bound, pedestrians);
        (_parent[slot], _switchedAt[slot], _first[slot]) = (parent, switchedAt, first);
    }

    private int SlotFor(int bucket, float cost, float bound)
    {
        var start = bucket * _kept;
        var worst = start;
        for (var slot = start; slot < start + _filled[bucket]; slot++)
        {
            if (_bound[slot] == bound && _cost[slot] == cost)
            {
                return -1;
            }

            worst = _bound[slot] > _bound[worst] ? slot : worst;
        }

        if (_filled[bucket] < _kept)
        {
            return start + _filled[bucket]++;
        }

        return _bound[worst] > bound ? worst : -1;
    }
}
