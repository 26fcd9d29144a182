namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Where things stand in a state of the <see cref="QueueModel"/>, a span of floats: the queue of each lane group, the second at which each may discharge
/// again, the room left on each exit leg, and for each ring the start of its green and the earliest end of it.
/// </summary>
internal readonly record struct StateLayout(int Lanes, int Legs, int Rings)
{
    /// <summary>Floats of one state.</summary>
    public int Stride => 2 * Lanes + Legs + 2 * Rings;

    private int FirstStart => 2 * Lanes + Legs;

    /// <summary>Second from which each lane group may discharge; queues themselves stand at the lane group's own index.</summary>
    public int Open(int lane) => Lanes + lane;

    /// <summary>Second at which the ring's green began, negative for one that runs.</summary>
    public int Start(int ring) => FirstStart + ring;

    /// <summary>Second from which the ring's phase may end.</summary>
    public int Free(int ring) => FirstStart + Rings + ring;

    /// <summary>Room of the exit legs, vehicles.</summary>
    public Span<float> Room(Span<float> state) => state.Slice(2 * Lanes, Legs);

    /// <inheritdoc cref="Room(Span{float})"/>
    public ReadOnlySpan<float> Room(ReadOnlySpan<float> state) => state.Slice(2 * Lanes, Legs);
}
