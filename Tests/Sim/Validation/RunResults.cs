using Signals.Core.Units;
using Signals.Sim.Traffic;
using Signals.Sim.Validation;

namespace Signals.Tests.Sim.Validation;

/// <summary>Run results made by hand.</summary>
internal static class RunResults
{
    public static RunResult Of(ControllerChoice controller, ulong seed, double delay, long finished = 1000) => new(
        controller, seed, Traffic(seed, delay, finished), Duration.FromSeconds(60), 0, 0, 1, 1, 36_000, 0, 0, [], "00", 100);

    private static TrafficSummary Traffic(ulong seed, double delay, long finished) => new(
        seed, Duration.FromSeconds(3600), finished + 20, finished, 20, 0, 0, new Seconds(delay), 0.8, new Seconds(90), new Seconds(delay),
        new Seconds(delay + 5), new Seconds(30), new Seconds(delay + 2), 12, 0, 0, [], [], []);
}
