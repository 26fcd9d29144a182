using Signals.Core.Units;

namespace Signals.Core.Timing;

/// <summary>Local civil time as data: plans by time of day and offsets refer to it.</summary>
/// <param name="Day">Day of the week.</param>
/// <param name="SinceMidnight">0 ≤ value &lt; 25 h (days of clock change are long).</param>
public readonly record struct LocalTime(DayOfWeek Day, Duration SinceMidnight);
