using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;

namespace Signals.Controller.Configuration.Checks;

/// <summary>Detectors: unique channels and sensor lanes, places inside the approach, buttons for people.</summary>
internal static class DetectorChecks
{
    /// <summary>A stop-line zone further up than this would not see a waiting vehicle.</summary>
    private const double MostStopLineMetres = 12;

    public static void Check(IntersectionDraft draft)
    {
        var channels = new Dictionary<int, string>();
        var lanes = new Dictionary<(string, int), string>();
        foreach (var (detector, node) in draft.Detectors.Select(d => (d.Value, d.Node)))
        {
            var scope = draft.Scope.In($"detector {detector.Id}", $"detectors.{detector.Id}");
            if (detector.Channel > 0 && !channels.TryAdd(detector.Channel, detector.Id))
            {
                scope.Error(node.Below("channel"), $"channel {detector.Channel} is taken by detector {channels[detector.Channel]}; free: {Free(draft)}", "channel");
            }

            if (detector.Sensor.Length > 0 && !lanes.TryAdd((detector.Sensor, detector.SensorLane), detector.Id))
            {
                scope.Error(
                    node.Below("sensor-lane"), $"lane {detector.SensorLane} of sensor {detector.Sensor} is taken by detector {lanes[(detector.Sensor, detector.SensorLane)]}; give another sensor-lane", "sensor-lane");
            }

            CheckPlace(draft, detector, node, scope);
            CheckCalls(draft, detector, node, scope);
        }
    }

    private static int Free(IntersectionDraft draft) =>
        Enumerable.Range(1, 64).FirstOrDefault(channel => draft.Detectors.TrueForAll(d => d.Value.Channel != channel));

    private static void CheckPlace(IntersectionDraft draft, Detector detector, ConfigNode node, Scope scope)
    {
        // An area sees as far as its sensor does, also beyond the node where the approach begins.
        if (detector.LaneGroup < 0 || detector.Role == DetectorRole.Area)
        {
            return;
        }

        var lane = draft.LaneGroups[detector.LaneGroup].Value;
        var end = detector.DistanceToStopLine + detector.ZoneLength;
        if (draft.FindApproach(lane.Approach) is { } approach && end > approach.Length)
        {
            scope.Error(
                node.Below("distance"), $"reaches {end.Value:0.#} m upstream, beyond the approach's length {approach.Length.Value:0.#} m; correct distance or the approach's length", "distance");
        }

        if (detector.Role == DetectorRole.StopLine && detector.DistanceToStopLine.Value > MostStopLineMetres)
        {
            scope.Warning(
                node.Below("distance"), $"role stop-line lies {detector.DistanceToStopLine.Value:0.#} m upstream, where it misses vehicles waiting at the line; use role: advance or a distance up to {MostStopLineMetres:0} m", "distance");
        }
    }

    private static void CheckCalls(IntersectionDraft draft, Detector detector, ConfigNode node, Scope scope)
    {
        if (detector.Role != DetectorRole.Button || detector.Group < 0)
        {
            return;
        }

        var kind = draft.Groups[detector.Group].Kind;
        if (kind is not (SignalGroupKind.Pedestrian or SignalGroupKind.Bicycle))
        {
            scope.Error(node.Below("calls"), $"is a button that calls {draft.GroupName(detector.Group)}, a vehicle group; buttons call pedestrian or bicycle groups", "calls");
        }
    }
}
