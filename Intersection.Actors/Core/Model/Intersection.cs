using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>Everything that is known of one signalised intersection. Immutable; made by the configuration loader after every check passed.</summary>
/// <param name="Id">Unique in the corridor, used in topics, shard names and logs: letters, digits, <c>-</c>.</param>
/// <param name="Name">For people: "4th &amp; Main".</param>
/// <param name="Device">Device number in hi-res events, 1–65535.</param>
/// <param name="StartUp">Groups that are green first after start-up or flash (stage or barrier-start phases).</param>
public sealed record Intersection(
    string Id,
    string Name,
    int Device,
    ImmutableArray<Approach> Approaches,
    ImmutableArray<LaneGroup> LaneGroups,
    ImmutableArray<SignalGroup> Groups,
    ImmutableArray<Crossing> Crossings,
    Sequence Sequence,
    IntergreenMatrix Intergreens,
    GroupSet StartUp,
    ImmutableArray<Detector> Detectors,
    ImmutableArray<TimingPlan> Plans,
    ImmutableArray<ScheduleEntry> Schedule,
    CabinetEndpoint Cabinet,
    ControlSettings Control)
{
    /// <summary>Plan with that number, or <see cref="TimingPlan.Free"/>.</summary>
    public TimingPlan PlanOf(int number)
    {
        foreach (var plan in Plans)
        {
            if (plan.Number == number)
            {
                return plan;
            }
        }

        return TimingPlan.Free;
    }

    /// <summary>Plan in force at a local time: the latest entry of that day, else the latest entry of the day before that has one.</summary>
    public TimingPlan PlanAt(DayOfWeek day, Duration sinceMidnight)
    {
        for (var back = 0; back <= 7; back++)
        {
            var bit = 1 << (((int)day - back + 7) % 7);
            ScheduleEntry? best = null;
            foreach (var entry in Schedule)
            {
                var started = back > 0 || entry.At <= sinceMidnight;
                if ((entry.Days & bit) != 0 && started && (best is null || entry.At > best.At))
                {
                    best = entry;
                }
            }

            if (best is not null)
            {
                return PlanOf(best.Plan);
            }
        }

        return TimingPlan.Free;
    }
}
