using Signals.Core.Model;

namespace Signals.Sim.Replay;

/// <summary>
/// Builds a corridor from a recorded log and its detector configuration: the phases that were seen, with the timing that was seen, in the standard NEMA
/// dual ring, and every configured detector under its own channel. Geometry is not in such files; lane counts are the number of stop-line channels.
/// </summary>
public static class ReplayCorridor
{
    /// <summary>Sensor name under which a device's vehicle channels are played.</summary>
    public static string VehicleSensor(int device) => $"hires-{device}";

    /// <summary>Sensor name under which a device's pedestrian buttons are played; lane = pedestrian channel, which is the phase.</summary>
    public static string PedestrianSensor(int device) => $"hires-{device}-ped";

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
