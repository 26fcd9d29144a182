using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>How one phase was really timed, read from the log: medians for what a controller keeps constant, the shortest for minimum green.</summary>
/// <param name="Number">NEMA phase number.</param>
/// <param name="MinimumGreen">Shortest green seen.</param>
/// <param name="MaximumGreen">Median green: under a coordinated plan the effective split, which is what a phase may take when others wait.</param>
/// <param name="Yellow">Median.</param>
/// <param name="RedClearance">Median.</param>
/// <param name="Walk">Median, or null when no walk was ever shown.</param>
/// <param name="PedestrianClearance">Median, or null.</param>
public sealed record ObservedPhase(
    int Number, Duration MinimumGreen, Duration MaximumGreen, Duration Yellow, Duration RedClearance, Duration? Walk, Duration? PedestrianClearance);
