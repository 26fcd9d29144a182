using System.Collections.Concurrent;
using System.Diagnostics;
using Signals.Core.Model;
using Signals.Core.Prediction;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Prediction.Running;
using Signals.Sim.Forecasting;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Validation;

/// <summary>Runs every controller on every seed in virtual time. Results do not depend on the number of threads.</summary>
public sealed class CorridorValidation
{
    private static readonly Duration ReportEvery = Duration.FromSeconds(30);

    private readonly ValidationPlan _plan;
    private readonly Corridor? _tuned;
    private readonly Lazy<HistoricProfile[]> _yesterday;
    private readonly Lazy<ICongestionModel?> _model;

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
        _yesterday = new Lazy<HistoricProfile[]>(LearnYesterday);
        _model = new Lazy<ICongestionModel?>(() => plan.Controllers.Contains(ControllerChoice.AdaptiveModel) ? ShippedModel.Load() : null);
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
        var world = new VirtualCorridor(CorridorFor(controller), _plan.Scenario, seed, OptionsFor(controller, seed, cancellationToken));
        Advance(world, _plan.WarmUp, progress, cancellationToken);
        world.ResetMeasures();
        Advance(world, _plan.Length, progress, cancellationToken);
        var control = world.Control;
        return new RunResult(
            controller, seed, world.Traffic, control.LongestCall, control.CallsBeyondCap, control.ForcedCalls, control.LadderChanges, control.RemoteShare, control.Commands,
            control.Rejections, world.MonitorFindings, world.FirstFindings, control.Digest,
            (_plan.WarmUp + _plan.Length).TotalSeconds / watch.Elapsed.TotalSeconds);
    }

    /// <summary>Everybody knows the same yesterday as soon as one of those compared forecasts from it.</summary>
    private VirtualOptions OptionsFor(ControllerChoice controller, ulong seed, CancellationToken cancellationToken)
    {
        var options = VirtualOptions.Default with { StartAt = _plan.At - _plan.WarmUp };
        if (_plan.Controllers.All(c => c.Forecasts() == ForecastChoice.None))
        {
            return options;
        }

        var logs = controller.Forecasts() == ForecastChoice.Oracle ? Foresee(seed, options, cancellationToken) : null;
        return options with
        {
            Profiles = (_, i) => _yesterday.Value[i],
            Forecasts = (corridor, i) => controller.Forecasts().Make(corridor.Intersections[i], _model.Value, logs?[i]),
        };
    }

    /// <summary>The same seed without forecasts, to the end and as far beyond it as forecasts reach.</summary>
    private ArrivalLog[] Foresee(ulong seed, VirtualOptions options, CancellationToken cancellationToken)
    {
        var logs = _plan.Corridor.Intersections.Select(x => new ArrivalLog(x.LaneGroups.Length)).ToArray();
        var world = new VirtualCorridor(
            CorridorFor(ControllerChoice.Adaptive), _plan.Scenario, seed,
            options with { Profiles = (_, i) => _yesterday.Value[i], Forecasts = (_, i) => new ArrivalRecorder(logs[i]) });
        Advance(world, _plan.WarmUp + _plan.Length + Duration.FromSeconds(ForecastHorizons.Arrivals[^1]), _ => { }, cancellationToken);
        return logs;
    }

    /// <summary>A day of the same demand on a seed that nothing is reported on.</summary>
    private HistoricProfile[] LearnYesterday()
    {
        var world = new VirtualCorridor(
            CorridorFor(ControllerChoice.Adaptive), _plan.Scenario, ValidationPlan.FirstTuningSeed,
            VirtualOptions.Default with { StartAt = Duration.Max(Duration.Zero, _plan.At - _plan.WarmUp - HistoricProfile.BinLength) });
        world.Run(_plan.WarmUp + _plan.Length + HistoricProfile.BinLength * 3);
        return [.. _plan.Corridor.Intersections.Select((_, i) => world.Profile(i))];
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
