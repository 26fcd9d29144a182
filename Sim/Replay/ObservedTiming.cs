using Signals.Core.Measures;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>Reads the timing of a controller back from the events it logged.</summary>
public static class ObservedTiming
{
    private static readonly (EventCode Begin, EventCode End)[] Intervals =
    [
        (EventCode.BeginGreen, EventCode.GreenTermination),
        (EventCode.BeginYellow, EventCode.EndYellow),
        (EventCode.BeginRedClearance, EventCode.EndRedClearance),
        (EventCode.BeginWalk, EventCode.BeginPedestrianClearance),
        (EventCode.BeginPedestrianClearance, EventCode.BeginDontWalk),
    ];

    /// <summary>Phases that were green at least once, by number.</summary>
    /// <param name="events">Events of one device, in time order.</param>
    public static IReadOnlyList<ObservedPhase> Phases(IEnumerable<LoggedEvent> events)
    {
        var lengths = Lengths(events);
        var phases = lengths.Keys.Where(key => key.Begin == EventCode.BeginGreen).Select(key => key.Phase).Order();
        return [.. phases.Select(phase => Observe(phase, lengths))];
    }

    private static ObservedPhase Observe(int phase, Dictionary<(EventCode Begin, int Phase), List<Duration>> lengths)
    {
        var greens = lengths[(EventCode.BeginGreen, phase)];
        return new ObservedPhase(
            phase, greens[0], greens[greens.Count / 2],
            Median(lengths, EventCode.BeginYellow, phase) ?? Duration.FromSeconds(3),
            Median(lengths, EventCode.BeginRedClearance, phase) ?? Duration.Zero,
            Median(lengths, EventCode.BeginWalk, phase),
            Median(lengths, EventCode.BeginPedestrianClearance, phase));
    }

    private static Duration? Median(Dictionary<(EventCode Begin, int Phase), List<Duration>> lengths, EventCode begin, int phase) =>
        lengths.TryGetValue((begin, phase), out var found) ? found[found.Count / 2] : null;

    /// <summary>Sorted lengths of every interval that has a beginning and an end in the log.</summary>
    private static Dictionary<(EventCode Begin, int Phase), List<Duration>> Lengths(IEnumerable<LoggedEvent> events)
    {
        var open = new Dictionary<(EventCode, int), Instant>();
        var lengths = new Dictionary<(EventCode Begin, int Phase), List<Duration>>();
        foreach (var happened in events)
        {
            foreach (var (begin, end) in Intervals)
            {
                if (happened.Code == end && open.Remove((begin, happened.Parameter), out var since))
                {
                    Of(lengths, (begin, happened.Parameter)).Add(happened.At - since);
                }

                if (happened.Code == begin)
                {
                    open[(begin, happened.Parameter)] = happened.At;
                }
            }
        }

        foreach (var list in lengths.Values)
        {
            list.Sort();
        }

        return lengths;
    }

    private static List<Duration> Of(Dictionary<(EventCode, int), List<Duration>> lengths, (EventCode, int) key) =>
        lengths.TryGetValue(key, out var list) ? list : lengths[key] = [];
}
