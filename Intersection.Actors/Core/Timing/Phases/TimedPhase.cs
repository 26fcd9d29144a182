using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Timing.Phases;

/// <summary>
/// What is timed as a unit: a NEMA phase, or a stage (which is a phase of a single ring). Compiled from the sequence by <see cref="PhaseTable"/>.
/// </summary>
/// <param name="Index">Position in the table; the bit in every <see cref="PhaseSet"/>.</param>
/// <param name="Number">Phase number 1–16 or stage number 1–32.</param>
/// <param name="Ring">Ring index from 0; stages are all in ring 0.</param>
/// <param name="Barrier">Side of the barrier, from 0.</param>
/// <param name="Order">Position in its ring on its side of the barrier, from 0.</param>
/// <param name="Vehicles">Vehicle, arrow, bicycle and transit groups that are green in it.</param>
/// <param name="Pedestrians">Pedestrian groups that may walk in it.</param>
/// <param name="Callers">Groups whose vehicle call asks for this phase: <paramref name="Vehicles"/> and overlaps that it is the first parent of.</param>
/// <param name="DualEntry">Comes up with its ring partner without a call of its own.</param>
/// <param name="MinGreen">Longest minimum green of its vehicle groups.</param>
/// <param name="MaxGreen">Longest maximum green of its vehicle groups.</param>
/// <param name="PedestrianService">Longest walk plus pedestrian clearance of its pedestrian groups; zero without any.</param>
/// <param name="PedestrianLead">Longest leading pedestrian interval of its vehicle groups.</param>
public sealed record TimedPhase(
    int Index, int Number, int Ring, int Barrier, int Order, GroupSet Vehicles, GroupSet Pedestrians, GroupSet Callers, bool DualEntry,
    Duration MinGreen, Duration MaxGreen, Duration PedestrianService, Duration PedestrianLead)
{
    public GroupSet All => Vehicles | Pedestrians;

    /// <summary>Least time from start of walk or green to the end of green: minimum green, or walk and clearance when pedestrians are served.</summary>
    public Duration MinService(bool withPedestrians) =>
        withPedestrians ? Duration.Max(PedestrianService, PedestrianLead + MinGreen) : MinGreen;
}
