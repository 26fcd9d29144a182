using System.Diagnostics;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Core.Tick.Recording;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Decisions;

/// <summary>Replays a tape through the tick that the product builds, and checks that every result is the recorded one: only then are the states the recorded ones.</summary>
internal static class TapePlayer
{
    /// <param name="tape">What was recorded with the same settings.</param>
    /// <param name="planner">Settings of the adaptive controller.</param>
    /// <param name="played">Told of every tick that searched: its wall time in stopwatch ticks, the bytes it allocated, and the controller.</param>
    /// <exception cref="InvalidOperationException">The replay came to another result.</exception>
    public static void Play(TickTape tape, PlannerSettings planner, Action<long, long, WatchedController> played)
    {
        var controller = ControllerOf(tape, planner, out var tick);
        foreach (var record in tape.Ticks)
        {
            var input = record.AsInput();
            controller.Forget();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            var result = tick.Tick(input);
            var spent = Stopwatch.GetTimestamp() - started;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (ResultDigest.Of(result) != record.Digest)
            {
                throw new InvalidOperationException($"{tape.Intersection.Id}: tick {record.Number} of the replay differs from the recorded one");
            }

            if (controller.Searched)
            {
                played(spent, bytes, controller);
            }
        }
    }

    private static WatchedController ControllerOf(TickTape tape, PlannerSettings planner, out IntersectionTick tick)
    {
        var intersection = tape.Intersection;
        var safety = SafetyTable.Compile(intersection);
        var incoming = tape.Corridor.Links.Where(l => l.To == intersection.Id);
        var outgoing = tape.Corridor.Links.Where(l => l.From == intersection.Id);
        var controllers = new[] { ControlLevel.FixedTime, ControlLevel.Actuated, ControlLevel.Adaptive }
            .Select(level => ControllerFactory.Create(level, intersection, safety, [.. incoming], [.. outgoing], planner)).ToArray();
        var watched = new WatchedController((AdaptiveController)controllers[^1]);
        tick = new IntersectionTick(intersection, safety, [controllers[0], controllers[1], watched]);
        return watched;
    }
}
