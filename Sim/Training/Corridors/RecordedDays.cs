using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Signals.Sim.Training.Corridors;

/// <summary>Records several days at the same time; what comes out does not depend on how many.</summary>
internal static class RecordedDays
{
    /// <param name="days">How many.</param>
    /// <param name="record">Records one.</param>
    /// <param name="threads">Days at the same time.</param>
    /// <param name="progress">Told after each how many are done, of how many.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <returns>In their order, one recorder an intersection each.</returns>
    public static ImmutableArray<RunRecorder>[] Of(
        int days, Func<int, CancellationToken, ImmutableArray<RunRecorder>> record, int threads, Action<int, int> progress, CancellationToken cancellationToken)
    {
        var recorded = new ImmutableArray<RunRecorder>[days];
        var done = 0;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = failed.Token };
        try
        {
            Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, days), EnumerablePartitionerOptions.NoBuffering), options, day =>
            {
                try
                {
                    recorded[day] = record(day, failed.Token);
                }
                catch
                {
                    failed.Cancel();
                    throw;
                }

                progress(Interlocked.Increment(ref done), days);
            });
        }
        catch (AggregateException several)
        {
            throw several.Flatten().InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? several;
        }

        return recorded;
    }

    /// <summary>Room for every row of them.</summary>
    public static SimulatedRows RoomFor(IEnumerable<ImmutableArray<RunRecorder>> recorded) =>
        new(Math.Max(1, recorded.Sum(day => day.Sum(r => r.Kept.Count * r.Truth.Length))));
}
