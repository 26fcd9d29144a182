using Signals.Core.Model;

namespace Signals.Sim.Replay;

/// <summary>
/// Builds a corridor from a recorded log and its detector configuration: the phases that were seen, with the timing that was seen, in the standard NEMA
/// dual ring, and every configured detector under its own channel. Geometry is not in such files; lane counts are the number of stop-line channels.
/// </summary>
public static class ReplayCorridor
{
    /// <summary>Sensor lane of pedestrian channel 1 is this plus 1; vehicle channels are their own lanes.</summary>
    public const int PedestrianLaneBase = 200;

    /// <summary>
    /// Sensor name under which a device's channels are played. One for all of them, as the controller that recorded them is one box: a channel that is quiet
    /// is then told from a sensor that is dead.
    /// </summary>
    public static string SensorOf(int device) => $"hires-{device}";

    /// <summary>Intersection id of a device.</summary>
    public static string IntersectionId(int device) => $"signal-{device}";

    /// <param name="cabinetPort">Port of a device's cabinet on loopback.</param>
    /// <param name="level">Controller to run.</param>
    public static Corridor Build(
        IReadOnlyList<LoggedEvent> log, IReadOnlyList<DetectorAssignment> detectors, Func<int, int> cabinetPort, ControlLevel level)
    {
        var intersections = detectors.Select(assignment => assignment.Device).Distinct().Order()
            .Select(device => new ReplayIntersection(
                device,
                ObservedTiming.Phases(log.Where(happened => happened.Device == device)),
                [.. detectors.Where(assignment => assignment.Device == device)]).Build(cabinetPort(device), level));
        return new Corridor("Recorded hi-res log", "mutcd", "UTC", TrafficSide.Right, [.. intersections], [], ContentHash: "");
    }
}
