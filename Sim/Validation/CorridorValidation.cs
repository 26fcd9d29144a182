using System.Collections.Concurrent;
using System.Diagnostics;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Validation;

/// <summary>Runs every controller on every seed in virtual time. Results do not depend on the number of threads.</summary>
public sealed class CorridorValidation
{
    private static readonly Duration ReportEvery = Duration.FromSeconds(30);

    private readonly ValidationPlan _plan;
    private readonly Corridor? _tuned;

    /// <param name="plan">What to compare.</param>
    /// <param name="tuned">The corridor with tuned plans; needed when <see cref="ControllerChoice.Tuned"/> is compared.</param>
    /// <exception cref="ArgumentException">The plan contradicts itself, or the tuned corridor is missing.</exception>
    public CorridorValidation(ValidationPlan plan, Corridor? tuned)
    {
        plan.Check();
        if (tuned is null && plan.Controllers.Contains(ControllerChoice.Tuned))
        {
            throw new ArgumentException("comparing with tuned plans needs the tuned corridor", nameof(tuned));
        }

        _plan = plan;
        _tuned = tuned;
    }

    /// <summary>Time to be simulated in all runs together.</summary>
    public Duration Total => (_plan.WarmUp + _plan.Length) * _plan.Controllers.Length * _plan.Seeds.Length;

    /// <param name="progress">Told from any thread how much more time has been simulated.</param>
    /// <param name="cancellationToken">Ends the runs within a second or two.</param>
    /// <exception cref="OperationCanceledException">Cancelled: there is no half result.</exception>
    public Comparison Run(Action<Duration> progress, CancellationToken cancellationToken)
    {
        var jobs = from seed in _plan.Seeds from controller in _plan.Controllers select (controller, seed);
        var results = new ConcurrentBag<RunResult>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = _plan.Threads, CancellationToken = cancellationToken };
        Parallel.ForEach(
            Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), options,
            job => results.Add(RunOne(job.controller, job.seed, progress, cancellationToken)));
        return new Comparison(results);
    }

    private RunResult RunOne(ControllerChoice controller, ulong seed, Action<Duration> progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var world = new VirtualCorridor(
            CorridorFor(controller), _plan.Scenario, seed, VirtualOptions.Default with { StartAt = _plan.At - _plan.WarmUp });
        Advance(world, _plan.WarmUp, progress, cancellationToken);
        world.ResetMeasures();
        Advance(world, _plan.Length, progress, cancellationToken);
        var control = world.Control;
        return new RunResult(
            controller, seed, world.Traffic, control.LongestCall, control.CallsBeyondCap, control.ForcedCalls, control.LadderChanges, control.RemoteShare, control.Commands,
            control.Rejections, world.MonitorFindings, world.FirstFindings, control.Digest,
            (_plan.WarmUp + _plan.Length).TotalSeconds / watch.Elapsed.TotalSeconds);
    }

    private static void Advance(VirtualCorridor world, Duration length, Action<Duration> progress, CancellationToken cancellationToken)
    {
        for (var rest = length; rest > Duration.Zero; rest -= ReportEvery)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = Duration.Min(rest, ReportEvery);
            world.Run(chunk);
            progress(chunk);
        }
    }

    /// <summary>The corridor with every intersection at the controller's rung and no shadow mode.</summary>
    private Corridor CorridorFor(ControllerChoice controller)
    {
        var corridor = controller == ControllerChoice.Tuned ? _tuned! : _plan.Corridor;
        return corridor with
        {
            Intersections =
            [
                .. corridor.Intersections.Select(x => x with
                {
                    Control = x.Control with { Level = controller.Level(), Method = controller.Method(), Shadow = false },
                }),
            ],
        };
    }
}
