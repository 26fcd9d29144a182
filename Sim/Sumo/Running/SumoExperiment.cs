using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Signals.Sim.Forecasting;
using Signals.Sim.Sumo.Scoring;

namespace Signals.Sim.Sumo.Running;

/// <summary>Controllers against each other on the same seeds of one scenario.</summary>
/// <param name="conditions">The scenario and how it is run.</param>
/// <param name="controllers">Who is compared, in the order of the table.</param>
/// <param name="seeds">SUMO's seeds.</param>
public sealed class SumoExperiment(SumoConditions conditions, ImmutableArray<SumoController> controllers, ImmutableArray<int> seeds)
{
    /// <summary>Runs at the same time; each has a SUMO of its own.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Where CONTROLLER/SEED/ folders are kept; null: nowhere.</summary>
    public string? Keep { get; init; }

    /// <summary>Checks the shown states of every run; null: not checked.</summary>
    public SignalCheck? Check { get; init; }

    /// <summary>Number of runs.</summary>
    public int Total => controllers.Length * seeds.Length;

    /// <param name="finished">Told of each run as it ends, from any thread.</param>
    /// <param name="cancellationToken">Ends the runs within a step.</param>
    /// <exception cref="TraCI.TraciException">SUMO failed; the message is what it said.</exception>
    /// <exception cref="OperationCanceledException">Cancelled: there is no half result.</exception>
    public SumoComparison Run(Action<SumoRunResult> finished, CancellationToken cancellationToken)
    {
        var jobs = from seed in seeds from controller in controllers select (controller, seed);
        var results = new ConcurrentBag<SumoRunResult>();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Jobs, CancellationToken = failed.Token };
        try
        {
            Parallel.ForEach(Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), options, job =>
            {
                var result = RunOne(job.controller, job.seed, failed);
                results.Add(result);
                finished(result);
            });
        }
        catch (AggregateException several)
        {
            throw several.Flatten().InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? several;
        }

        return new SumoComparison(results, controllers);
    }

    /// <summary>One failure ends the other runs: a table with holes compares nothing.</summary>
    private SumoRunResult RunOne(SumoController controller, int seed, CancellationTokenSource failed)
    {
        var folder = Keep is null
            ? Directory.CreateTempSubdirectory("signals-sumo-").FullName
            : Path.Combine(Keep, controller.Word(), seed.ToString(CultureInfo.InvariantCulture));
        var outputs = new SumoOutputs(folder);
        try
        {
            var known = conditions.Foresight && !controller.IsSumosOwn() ? Foresee(controller, seed, outputs, failed.Token) : conditions;
            var result = new SumoRun(known, controller, seed, outputs).Execute(failed.Token);
            return Check is null || controller == SumoController.AlwaysGreen ? result : result with { Check = Check.Of(outputs, failed.Token) };
        }
        catch
        {
            failed.Cancel();
            throw;
        }
        finally
        {
            if (Keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>The same run without forecasts, and forecasters that know it.</summary>
    private SumoConditions Foresee(SumoController controller, int seed, SumoOutputs outputs, CancellationToken cancellationToken)
    {
        var logs = new Dictionary<int, ArrivalLog>();
        var noted = conditions with { Forecasts = (corridor, i) => new ArrivalRecorder(logs[i] = new ArrivalLog(corridor.Intersections[i].LaneGroups.Length)) };
        new SumoRun(noted, controller, seed, outputs).Execute(cancellationToken);
        return conditions with { Forecasts = (_, i) => new OracleForecast(logs[i]) };
    }
}
