using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>
/// Effective safety timing of one signal group, after the timing standard and the file's overrides.
/// </summary>
/// <param name="MinGo">Minimum green; for a pedestrian group minimum walk.</param>
/// <param name="Clearance">Yellow; for a pedestrian group flashing don't walk (or the red clearing time where no flashing is shown).</param>
/// <param name="RedClearance">Red after <paramref name="Clearance"/> before a conflicting group may start, where no intergreen matrix overrides it.</param>
/// <param name="RedAmber">Red-amber before green; zero in the US, 1 s in Germany, 2 s in the UK.</param>
public sealed record GroupTiming(Duration MinGo, Duration Clearance, Duration RedClearance, Duration RedAmber);
