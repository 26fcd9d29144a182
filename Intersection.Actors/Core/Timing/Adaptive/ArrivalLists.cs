namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Vehicles of each stop-line lane in the order in which they come, with the time at which each would reach the line if nobody held it up, and the same as
/// a running total second by second. Filled once a decision; the search only reads it.
/// </summary>
internal sealed class ArrivalLists
{
    /// <summary>Vehicles of one lane, those beyond the sensors' view included.</summary>
    public const int Capacity = 128;

    private readonly int _lanes;
    private readonly int _padded;
    private readonly float[] _at;
    private readonly float[] _total;
    private readonly int[] _count;
    private readonly float[] _arrived;
    private readonly float[] _presence;
    private readonly float[] _moving;

    public ArrivalLists(StateLayout layout, int horizon)
    {
        _lanes = layout.Lanes;
        _padded = layout.Padded;
        Horizon = horizon;
        _at = new float[_lanes * Capacity];
        _total = new float[_lanes * (Capacity + 1)];
        _count = new int[_lanes];
        _arrived = new float[(horizon + 1) * _padded];
        _presence = new float[_arrived.Length];
        _moving = new float[_arrived.Length];
    }

    public int Horizon { get; }

    public int Count(int lane) => _count[lane];

    /// <summary>Times of arrival, s from now, ascending, ≥ 0.</summary>
    public ReadOnlySpan<float> At(int lane) => _at.AsSpan(lane * Capacity, _count[lane]);

    /// <summary>Weight of the vehicles before each one: entry i is the total of vehicles 0 … i − 1, one entry more than vehicles.</summary>
    public ReadOnlySpan<float> Totals(int lane) => _total.AsSpan(lane * (Capacity + 1), _count[lane] + 1);

    /// <summary>Weight that has arrived before a second, by lane; the horizon included.</summary>
    public ReadOnlySpan<float> Arrived(int second) => _arrived.AsSpan(second * _padded, _padded);

    /// <summary>Mean of <see cref="Arrived"/> over a second, by lane.</summary>
    public ReadOnlySpan<float> Presence(int second) => _presence.AsSpan(second * _padded, _padded);

    /// <summary>Share of those who arrive in the second before this one that had not stopped by now, by lane.</summary>
    public ReadOnlySpan<float> Moving(int second) => _moving.AsSpan(second * _padded, _padded);

    public void Clear()
    {
        Array.Clear(_count);
        Array.Clear(_arrived);
        Array.Clear(_presence);
        Array.Clear(_moving);
    }

    /// <summary>Appends a vehicle; nobody arrives before the one ahead. Vehicles that do not fit, or come after the horizon, are left out.</summary>
    /// <param name="lane">Lane.</param>
    /// <param name="at">Time at the line, s from now.</param>
    /// <param name="weight">How much of a vehicle it counts for.</param>
    /// <param name="stands">It has stopped already: having to wait is no new stop.</param>
    public void Add(int lane, float at, float weight, bool stands)
    {
        var n = _count[lane];
        var start = lane * Capacity;
        var time = n > 0 ? Math.Max(at, _at[start + n - 1]) : Math.Max(at, 0);
        if (n == Capacity || weight <= 0 || time >= Horizon)
        {
            return;
        }

        _at[start + n] = time;
        _total[lane * (Capacity + 1) + n + 1] = _total[lane * (Capacity + 1) + n] + weight;
        _count[lane] = n + 1;
        var second = (int)time;
        _arrived[(second + 1) * _padded + lane] += weight;
        _presence[second * _padded + lane] += weight * (second + 1 - time);
        _moving[(second + 1) * _padded + lane] += stands ? 0 : weight;
    }

    /// <summary>
    /// How far the lane's next vehicle will have been braked when its green begins, 0–1: fully when it would be at the line by then, not at all when the red
    /// ends before it has to brake.
    /// </summary>
    /// <param name="lane">Lane.</param>
    /// <param name="packed">The lane's entry of a state, see <see cref="LaneFlow.Pack"/>.</param>
    /// <param name="green">Start of green.</param>
    /// <param name="braking">Time before the line at which a driver begins to brake for a red, s.</param>
    public float Standing(int lane, float packed, float green, float braking)
    {
        var next = BitConverter.SingleToInt32Bits(packed) & 0xFF;
        return next < _count[lane] ? Math.Clamp((green + braking - _at[lane * Capacity + next]) / Math.Max(braking, 0.1f), 0, 1) : 0;
    }

    /// <summary>Makes the running totals; call once after the last <see cref="Add"/>.</summary>
    public void Close()
    {
        for (var i = 0; i < Horizon * _padded; i++)
        {
            var arriving = _arrived[i + _padded];
            _moving[i + _padded] = arriving > 0 ? _moving[i + _padded] / arriving : 0;
            _presence[i] += _arrived[i];
            _arrived[i + _padded] = arriving + _arrived[i];
        }
    }
}
