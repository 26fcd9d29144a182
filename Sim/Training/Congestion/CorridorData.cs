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
    internal const double UnknownHistory = 0.25;

    /// <summary>Days that are history of the evaluated one.</summary>
    private const int HistoryDays = 2;

    /// <summary>Detectors lost on a corridor's days.</summary>
    internal static readonly ImmutableArray<double> Lost = [0, 0.1, 0.3];

    /// <summary>Three days of each corridor, with several controllers and shares of lost detectors.</summary>
    /// <param name="first">Seed of the first corridor.</param>
    /// <param name="corridors">How many, ≥ 1.</param>
    /// <param name="controllers">Who controls, day by day in turn.</param>
    /// <param name="progress">Told after each day how many are done, of how many.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public SimulatedRows ForTraining(
        ulong first, int corridors, ImmutableArray<ControllerChoice> controllers, Action<int, int> progress, CancellationToken cancellationToken)
    {
        var runs = from c in Enumerable.Range(0, corridors)
                   from day in Enumerable.Range(0, Lost.Length)
                   select new CorridorRun(first + (ulong)c, (ulong)day, controllers[(3 * c + day) % controllers.Length], Lost[(c + day) % Lost.Length]);
        ImmutableArray<CorridorRun> all = [.. runs];
        var recorded = Record(all, progress, cancellationToken);
        var rows = RecordedDays.RoomFor(recorded);
        for (var c = 0; c < corridors; c++)
        {
            rows.Add([.. recorded.Skip(c * Lost.Length).Take(Lost.Length)], _ => true, Lost.Length, UnknownHistory, all[c * Lost.Length].Seed);
        }

        return rows;
    }

    /// <summary>
    /// One day of each corridor under a controller that training never saw, after two other days as history; the same day again for every share of lost detectors.
    /// </summary>
    /// <param name="first">Seed of the first corridor, ≥ <see cref="FirstUnseen"/>.</param>
    /// <param name="corridors">How many, ≥ 1.</param>
    /// <param name="controller">Who controls all days.</param>
    /// <param name="lost">Shares of detectors that are silent on the day.</param>
    /// <param name="progress">Told after each day how many are done, of how many.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <returns>Rows for each share of lost detectors.</returns>
    public ImmutableArray<SimulatedRows> ForEvaluation(
        ulong first, int corridors, ControllerChoice controller, ImmutableArray<double> lost, Action<int, int> progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, FirstUnseen);
        var days = HistoryDays + lost.Length;
        var runs = from c in Enumerable.Range(0, corridors)
                   from day in Enumerable.Range(0, days)
                   let isHistory = day < HistoryDays
                   select new CorridorRun(first + (ulong)c, (ulong)Math.Min(day, HistoryDays), controller, isHistory ? 0 : lost[day - HistoryDays]);
        var recorded = Record([.. runs], progress, cancellationToken);
        return [.. lost.Select((_, i) => DayOf(HistoryDays + i))];

        SimulatedRows DayOf(int used)
        {
            var rows = RecordedDays.RoomFor(recorded);
            for (var c = 0; c < corridors; c++)
            {
                rows.Add([.. recorded.Skip(c * days).Take(days)], day => day == used, HistoryDays, 0, first + (ulong)c);
            }

            return rows;
        }
    }

    private ImmutableArray<RunRecorder>[] Record(ImmutableArray<CorridorRun> runs, Action<int, int> progress, CancellationToken cancellationToken) =>
        RecordedDays.Of(runs.Length, (day, stop) => runs[day].Record(length, stride, stop), threads, progress, cancellationToken);
}
