namespace Signals.Sim.Traffic;

/// <summary>Order of vehicles on every segment, the one nearest the end first. Ring buffers of fixed capacity in one array.</summary>
internal sealed class LaneQueues
{
    private readonly int[] _order;
    private readonly int[] _offset;
    private readonly int[] _mask;
    private readonly int[] _head;
    private readonly int[] _count;

    /// <param name="capacities">Most vehicles that fit on each segment.</param>
    public LaneQueues(ReadOnlySpan<int> capacities)
    {
        _offset = new int[capacities.Length];
        _mask = new int[capacities.Length];
        _head = new int[capacities.Length];
        _count = new int[capacities.Length];
        var total = 0;
        for (var i = 0; i < capacities.Length; i++)
        {
            var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, capacities[i]));
            (_offset[i], _mask[i]) = (total, size - 1);
            total += size;
        }

        _order = new int[total];
    }

    public int Count(int segment) => _count[segment];

    public int At(int segment, int position) => _order[_offset[segment] + ((_head[segment] + position) & _mask[segment])];

    /// <summary>The vehicle farthest from the end, or −1.</summary>
    public int Last(int segment) => _count[segment] == 0 ? -1 : At(segment, _count[segment] - 1);

    public bool IsFull(int segment) => _count[segment] > _mask[segment];

    public void RemoveFirst(int segment)
    {
        _head[segment] = (_head[segment] + 1) & _mask[segment];
        _count[segment]--;
    }

    /// <summary>Puts a vehicle where its <paramref name="x"/> says, searching from the back.</summary>
    public void Insert(int segment, int id, float[] x)
    {
        var position = _count[segment]++;
        var (offset, mask, head) = (_offset[segment], _mask[segment], _head[segment]);
        while (position > 0 && x[_order[offset + ((head + position - 1) & mask)]] < x[id])
        {
            _order[offset + ((head + position) & mask)] = _order[offset + ((head + position - 1) & mask)];
            position--;
        }

        _order[offset + ((head + position) & mask)] = id;
    }

    public void RemoveAt(int segment, int position)
    {
        var (offset, mask, head) = (_offset[segment], _mask[segment], _head[segment]);
        for (var i = position; i < _count[segment] - 1; i++)
        {
            _order[offset + ((head + i) & mask)] = _order[offset + ((head + i + 1) & mask)];
        }

        _count[segment]--;
    }
}
