using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Sim.Validation;

/// <summary>One figure that controllers are compared by. Less is better for all of them but <c>finished</c>.</summary>
/// <param name="Key">Name in JSON.</param>
/// <param name="Title">Name in the table, unit included.</param>
/// <param name="Decimals">Decimals in the table.</param>
/// <param name="Of">The figure of one run.</param>
public sealed record Measure(string Key, string Title, int Decimals, Func<RunResult, double> Of)
{
    /// <summary>All figures in the order of the report: what was served first, then what was not.</summary>
    public static readonly ImmutableArray<Measure> All =
    [
        new("delayS", "delay, s/vehicle", 1, r => r.Traffic.MeanDelay.Value),
        new("stopsPerVehicle", "stops/vehicle", 2, r => r.Traffic.StopsPerVehicle),
        new("mainDelayS", "main street, s", 1, r => r.Traffic.MainDelay.Value),
        new("sideDelayS", "side streets, s", 1, r => r.Traffic.SideDelay.Value),
        new("pedestrianDelayS", "pedestrians, s", 1, r => r.Traffic.PedestrianDelay.Value),
        new("busDelayS", "buses, s/trip", 1, r => r.Traffic.BusDelay.Value),
        new("longestWaitS", "longest wait, s", 0, r => r.Traffic.LongestWait.Value),
        new("longestCallS", "longest call, s", 0, r => r.LongestCall.TotalSeconds),
        new("longestSideWaitS", "longest side, s", 0, r => Longest(r.Traffic.Approaches.Where(a => !a.IsMain).Select(a => a.LongestWait))),
        new("longestWalkWaitS", "longest walk, s", 0, r => Longest(r.Traffic.Crossings.Select(c => c.LongestWait))),
        new("callsBeyondCap", "calls beyond cap", 1, r => r.CallsBeyondCap),
        new("finished", "finished", 0, r => r.Traffic.Finished),
        new("running", "still running", 0, r => r.Traffic.Running),
        new("notInserted", "not inserted", 0, r => r.Traffic.NotInserted + r.Traffic.Refused),
        new("redRunning", "red running", 0, r => r.Traffic.RedRunning),
        new("hurriedCalls", "hurried calls", 0, r => r.ForcedCalls),
        new("monitorFindings", "monitor findings", 0, r => r.MonitorFindings),
    ];

    private static double Longest(IEnumerable<Seconds> waits) => waits.Select(w => w.Value).DefaultIfEmpty().Max();
}
