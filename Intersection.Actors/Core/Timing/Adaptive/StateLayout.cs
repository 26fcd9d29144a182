using System.Numerics;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Where things stand in a state of the <see cref="PlanModel"/>, a span of floats. By lane: the weight that has crossed, the time from which the next may
/// cross, the probability that the lane is not held up by somebody who may not go, and (as bits) the next vehicle and the movements that were open to it.
/// Then what the plan has sent into each exit, for each ring the start of its green and the earliest end of it, and the last change.
/// </summary>
internal readonly record struct StateLayout
{
    public StateLayout(int lanes, int exits, int rings)
    {
        Lanes = lanes;
        Padded = (lanes + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        Exits = exits;
        Rings = rings;
    }

    /// <summary>Stop-line lanes.</summary>
    public int Lanes { get; }

    /// <summary>Lanes, rounded up to whole vectors.</summary>
    public int Padded { get; }

    public int Exits { get; }

    public int Rings { get; }

    /// <summary>Floats of one state.</summary>
    public int Stride => 4 * Padded + Exits + 2 * Rings + 2;

    /// <summary>Time from which the lane's next vehicle may cross; what has crossed stands at the lane's own index.</summary>
    public int Free(int lane) => Padded + lane;

    /// <summary>Probability that nobody holds the lane up.</summary>
    public int Alive(int lane) => 2 * Padded + lane;

    /// <summary>Bits: index of the next vehicle, and the movements last open to the lane.</summary>
    public int Next(int lane) => 3 * Padded + lane;

    /// <summary>What the plan has sent into the exit, vehicles.</summary>
    public int Sent(int exit) => 4 * Padded + exit;

    /// <summary>Second at which the ring's green began, negative for one that runs.</summary>
    public int Start(int ring) => 4 * Padded + Exits + ring;

    /// <summary>Second from which the ring's phase may end.</summary>
    public int End(int ring) => 4 * Padded + Exits + Rings + ring;

    /// <summary>Second of the last change.</summary>
    public int ChangedAt => 4 * Padded + Exits + 2 * Rings;

    /// <summary>Combination that the last change left.</summary>
    public int ChangedFrom => ChangedAt + 1;
}
