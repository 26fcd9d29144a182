using System.Collections.Concurrent;
using System.Collections.Immutable;
using Signals.Core.Units;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Validation;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// Rows of whole sampled corridors. Corridors are told apart by seed: those below <see cref="FirstUnseen"/> may be learned from, the others never are.
/// </summary>
/// <param name="length">Simulated time of a day.</param>
/// <param name="stride">Seconds from one row of a lane group to its next.</param>
/// <param name="threads">Days simulated at the same time; the rows do not depend on it.</param>
public sealed class CorridorData(Duration length, int stride, int threads)
{
    /// <summary>Corridors from this seed on are held out.</summary>
    public const ulong FirstUnseen = 1_000_000;

    /// <summary>Share of training rows without history, as in the first weeks at a new place.</summary>
    private const double UnknownHistory = 0.25;

    /// <summary>Controllers of training; max-pressure is left for the evaluation.</summary>
    private static readonly ImmutableArray<ControllerChoice> Controllers =
        [ControllerChoice.Fixed, ControllerChoice.Actuated, ControllerChoice.Adaptive, ControllerChoice.Actuated, ControllerChoice.Fixed];

    /// <summary>Detectors lost on a corridor's days.</summary>
    private static readonly ImmutableArray<double> Lost = [0, 0.1, 0.3];

    /// <summary>Three days of each corridor, with several controllers and shares of lost detectors.</summary>
    /// <param name="first">Seed of the first corridor.</param>
    /// <param name="corridors">How many, ≥ 1.</param>
    /// <param name="progress">Told after each day how many are done, of how many.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public SimulatedRows ForTraining(ulong first, int corridors, Action<int, int> progress, CancellationToken cancellationToken)
    {
        var runs = from c in Enumerable.Range(0, corridors)
                   from day in Enumerable.Range(0, Lost.Length)
                   select new CorridorRun(first + (ulong)c, (ulong)day, Controllers[(2 * c + day) % Controllers.Length], Lost[(c + day) % Lost.Length]);
        return Rows([.. runs], Lost.Length, _ => true, UnknownHistory, progress, cancellationToken);
    }

    /// <summary>A day of each corridor under a controller that training never saw, after two other days as history.</summary>
    /// <param name="first">Seed of the first corridor, ≥ <see cref="FirstUnseen"/>.</param>
    /// <param name="corridors">How many, ≥ 1.</param>
    /// <param name="controller">Who controls all days.</param>
    /// <param name="lost">Share of detectors that are silent on the day.</param>
    /// <param name="progress">Told after each day.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public SimulatedRows ForEvaluation(
        ulong first, int corridors, ControllerChoice controller, double lost, Action<int, int> progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, FirstUnseen);
        var runs = from c in Enumerable.Range(0, corridors)
                   from day in Enumerable.Range(0, 3)
                   select new CorridorRun(first + (ulong)c, (ulong)day, controller, day == 2 ? lost : 0);
        return Rows([.. runs], 3, day => day == 2, 0, progress, cancellationToken);
    }

    private SimulatedRows Rows(
        ImmutableArray<CorridorRun> runs, int days, Func<int, bool> used, double unknownHistory, Action<int, int> progress, CancellationToken cancellationToken)
    {
        var recorded = new ImmutableArray<RunRecorder>[runs.Length];
        var done = 0;
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, runs.Length), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            run =>
            {
                recorded[run] = runs[run].Record(length, stride, cancellationToken);
                progress(Interlocked.Increment(ref done), runs.Length);
            });
        var rows = new SimulatedRows(Math.Max(1, recorded.Sum(day => day.Sum(r => r.Kept.Count * r.Truth.Length))));
        for (var corridor = 0; corridor < runs.Length / days; corridor++)
        {
            rows.Add([.. recorded.Skip(corridor * days).Take(days)], used, unknownHistory, runs[corridor * days].Seed);
        }

        return rows;
    }
}
