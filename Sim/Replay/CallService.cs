using Signals.Core.Measures;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>
/// Were the recorded calls served? A vehicle call is an actuation of a stop-line channel (or, where a phase has none, of an advance channel) while its phase is red with us, a pedestrian call a button press
/// outside walk; it is served when green (walk) begins. Calls in the last <see cref="PhaseCalls.OpenWindow"/> may still be open and are counted apart.
/// </summary>
public static class CallService
{
    /// <param name="log">Recorded detector events, in time order.</param>
    /// <param name="detectors">What the channels are for.</param>
    /// <param name="ours">Our controller's events, in time order.</param>
    public static IReadOnlyList<PhaseCalls> Measure(
        IEnumerable<LoggedEvent> log, IReadOnlyList<DetectorAssignment> detectors, IEnumerable<LoggedEvent> ours, int device, Instant to)
    {
        var phaseOf = CallingChannels([.. detectors.Where(assignment => assignment.Device == device)]);
        var calls = new SortedDictionary<(int Phase, bool Pedestrian), PhaseCalls>();
        foreach (var happened in Merge(log, ours).Where(happened => happened.Event.Device == device && happened.Event.At <= to))
        {
            Note(calls, phaseOf, happened.Event, happened.IsOurs);
        }

        foreach (var phase in calls.Values)
        {
            phase.Close(to);
        }

        return [.. calls.Values];
    }

    /// <summary>Stop-line channels by phase; the advance channels of a phase that has no other.</summary>
    private static Dictionary<int, int> CallingChannels(IReadOnlyList<DetectorAssignment> detectors)
    {
        var atStopLine = detectors.Where(assignment => assignment.Function is DetectorFunction.Presence or DetectorFunction.StopbarCount).ToList();
        var advanceOnly = detectors.Where(assignment =>
            assignment.Function == DetectorFunction.Advance && atStopLine.All(other => other.Phase != assignment.Phase));
        return atStopLine.Concat(advanceOnly).DistinctBy(assignment => assignment.Channel)
            .ToDictionary(assignment => assignment.Channel, assignment => assignment.Phase);
    }

    private static void Note(
        SortedDictionary<(int Phase, bool Pedestrian), PhaseCalls> calls, Dictionary<int, int> phaseOf, LoggedEvent happened, bool isOurs)
    {
        switch (happened.Code)
        {
            case EventCode.DetectorOn when !isOurs && phaseOf.TryGetValue(happened.Parameter, out var phase):
                Of(calls, happened.Device, phase, false).Call(happened.At);
                break;
            case EventCode.PedestrianDetectorOn when !isOurs:
                Of(calls, happened.Device, happened.Parameter, true).Call(happened.At);
                break;
            case EventCode.BeginGreen when isOurs:
                Of(calls, happened.Device, happened.Parameter, false).Begin(happened.At);
                break;
            case EventCode.GreenTermination when isOurs:
                Of(calls, happened.Device, happened.Parameter, false).End();
                break;
            case EventCode.BeginWalk when isOurs:
                Of(calls, happened.Device, happened.Parameter, true).Begin(happened.At);
                break;
            case EventCode.BeginPedestrianClearance when isOurs:
                Of(calls, happened.Device, happened.Parameter, true).End();
                break;
        }
    }

    private static PhaseCalls Of(SortedDictionary<(int Phase, bool Pedestrian), PhaseCalls> calls, int device, int phase, bool pedestrian) =>
        calls.TryGetValue((phase, pedestrian), out var found) ? found : calls[(phase, pedestrian)] = new PhaseCalls(device, phase, pedestrian);

    private static IEnumerable<(LoggedEvent Event, bool IsOurs)> Merge(IEnumerable<LoggedEvent> log, IEnumerable<LoggedEvent> ours) =>
        log.Select(happened => (happened, false)).Concat(ours.Select(happened => (happened, true))).OrderBy(happened => happened.Item1.At);
}
