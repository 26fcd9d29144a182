using Signals.Actors.Clock;
using Signals.Actors.Cluster;

namespace Signals.Controller.Hosting;

/// <summary>What a controller has done and used up to one moment; two of them make a <see cref="Service.NodeMeasures"/>. Counters only grow.</summary>
internal sealed record ControllerMeasures
{
    /// <summary>Timestamp of the machine's monotonic clock.</summary>
    public required long At { get; init; }

    /// <summary>Intersections that run here now.</summary>
    public required int Intersections { get; init; }

    /// <summary>How late ticks were told, how late intersections began them, and how late their commands were handed to the links.</summary>
    public required LatenessHistogram Clock { get; init; }

    public required LatenessHistogram Began { get; init; }

    public required LatenessHistogram Decided { get; init; }

    /// <summary>From a neighbour's node to the intersection here.</summary>
    public required LatenessHistogram Neighbours { get; init; }

    public required long ClockMissed { get; init; }

    /// <summary>Of the intersections' present lives.</summary>
    public required long TicksRun { get; init; }

    public required long TicksMissed { get; init; }

    public required long Commands { get; init; }

    public required long ForecastsSent { get; init; }

    public required long ForecastsReceived { get; init; }

    public required long UnreadMessages { get; init; }

    public required TimeSpan Processor { get; init; }

    public required TimeSpan GarbageCollection { get; init; }

    public required long AllocatedBytes { get; init; }

    /// <summary>Takes them from the parts of a running controller.</summary>
    public static ControllerMeasures Take(IReadOnlyList<Junction> junctions, Func<Junction, bool> runs, ControlClock clock, ClusterNode? node, long at)
    {
        var (began, decided) = (new LatenessHistogram(), new LatenessHistogram());
        foreach (var junction in junctions)
        {
            began.Add(junction.Board.Began);
            decided.Add(junction.Board.Decided);
        }

        var ticks = junctions.Where(runs).Select(j => j.Board.Latest?.Ticks ?? default).ToList();
        return new ControllerMeasures
        {
            At = at,
            Intersections = ticks.Count,
            Clock = clock.Lateness.Copy(),
            Began = began,
            Decided = decided,
            Neighbours = node?.Relay.Delays ?? new LatenessHistogram(),
            ClockMissed = clock.Missed,
            TicksRun = ticks.Sum(t => t.Run),
            TicksMissed = ticks.Sum(t => t.Missed + t.Stale),
            Commands = ticks.Sum(t => t.Commands),
            ForecastsSent = node?.Relay.Sent ?? 0,
            ForecastsReceived = node?.Relay.Received ?? 0,
            UnreadMessages = node?.Wire?.Unread ?? 0,
            Processor = Environment.CpuUsage.TotalTime,
            GarbageCollection = GC.GetTotalPauseDuration(),
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
        };
    }
}
