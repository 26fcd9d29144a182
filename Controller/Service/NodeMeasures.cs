using Signals.Actors.Clock;
using Signals.Controller.Commands;
using Signals.Controller.Hosting;

namespace Signals.Controller.Service;

/// <summary>What a controller did and used between two looks.</summary>
/// <param name="Seconds">Time between them.</param>
/// <param name="Intersections">Intersections that run here at the end.</param>
/// <param name="ClockLateMs">How late ticks were told.</param>
/// <param name="TickBeganMs">Tick's deadline to its begin, of every intersection and tick.</param>
/// <param name="CommandMs">Tick's deadline to its command being handed to the link.</param>
/// <param name="NeighbourDelayMs">A neighbour's forecast, from the other node to the intersection here.</param>
/// <param name="ClockMissed">Ticks that the clock slept through.</param>
/// <param name="TicksRun">Ticks of all intersections.</param>
/// <param name="TicksMissed">Ticks that an intersection did not compute, because they came late or never.</param>
/// <param name="Commands">Commands handed to the links.</param>
/// <param name="ForecastsSent">To neighbours on other nodes.</param>
/// <param name="ForecastsReceived">From them.</param>
/// <param name="UnreadMessages">Messages of a version that this node does not know.</param>
/// <param name="ProcessorS">CPU time of the process, seconds.</param>
/// <param name="PauseMs">Time that garbage collection stopped the process for, milliseconds.</param>
/// <param name="AllocatedBytes">Allocated in between.</param>
/// <param name="MemoryBytes">Resident memory at the end.</param>
/// <param name="HeapBytes">Managed memory in use at the end.</param>
public sealed record NodeMeasures(
    double Seconds, int Intersections, ControllerReport.Quantiles ClockLateMs, ControllerReport.Quantiles TickBeganMs, ControllerReport.Quantiles CommandMs,
    ControllerReport.Quantiles NeighbourDelayMs, long ClockMissed, long TicksRun, long TicksMissed, long Commands, long ForecastsSent, long ForecastsReceived,
    long UnreadMessages, double ProcessorS, double PauseMs, long AllocatedBytes, long MemoryBytes, long HeapBytes)
{
    /// <summary>Difference of two moments; an intersection that came or went in between makes its counts too small, never negative.</summary>
    internal static NodeMeasures Between(ControllerMeasures from, ControllerMeasures to, TimeProvider time) => new(
        time.GetElapsedTime(from.At, to.At).TotalSeconds, to.Intersections, Late(from.Clock, to.Clock), Late(from.Began, to.Began), Late(from.Decided, to.Decided),
        Late(from.Neighbours, to.Neighbours), to.ClockMissed - from.ClockMissed, Growth(from.TicksRun, to.TicksRun), Growth(from.TicksMissed, to.TicksMissed),
        Growth(from.Commands, to.Commands), to.ForecastsSent - from.ForecastsSent, to.ForecastsReceived - from.ForecastsReceived,
        to.UnreadMessages - from.UnreadMessages, (to.Processor - from.Processor).TotalSeconds,
        (to.GarbageCollection - from.GarbageCollection).TotalMilliseconds, to.AllocatedBytes - from.AllocatedBytes, Environment.WorkingSet,
        GC.GetTotalMemory(forceFullCollection: false));

    private static long Growth(long from, long to) => Math.Max(0, to - from);

    private static ControllerReport.Quantiles Late(LatenessHistogram from, LatenessHistogram to) => ControllerReport.Quantiles.Of(to.Since(from).Summarise());
}
