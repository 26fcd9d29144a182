namespace Signals.Actors.Control;

/// <summary>Counts of one incarnation of an intersection actor.</summary>
/// <param name="Run">Ticks computed.</param>
/// <param name="Stale">Tick messages dropped because a newer tick was already told.</param>
/// <param name="Missed">Ticks that never came.</param>
/// <param name="Gaps">Tick gaps longer than the authority limit.</param>
/// <param name="LateDecisions">Decisions over their wall-clock budget.</param>
/// <param name="Readings">Sensor readings consumed.</param>
/// <param name="ReadingsDropped">Readings that the bounded feed dropped.</param>
/// <param name="Commands">Commands submitted.</param>
public readonly record struct TickCounters(
    long Run, long Stale, long Missed, long Gaps, long LateDecisions, long Readings, long ReadingsDropped, long Commands);
