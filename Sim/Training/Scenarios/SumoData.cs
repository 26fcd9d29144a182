using System.Collections.Immutable;
using System.Globalization;
using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Validation;

namespace Signals.Sim.Training.Scenarios;

/// <summary>Rows of whole runs of one SUMO scenario. Other seeds of the scenario stand in for other days: the same usual demand, other drivers.</summary>
public sealed class SumoData
{
    /// <summary>Training takes SUMO's seeds from here on, so that the small ones are left for evaluation.</summary>
    public const int FirstTrainingSeed = 1001;

    /// <summary>Days that are history of the evaluated one.</summary>
    private const int HistoryDays = 2;

    private readonly SumoConditions _map;
    private readonly int _stride;
    private readonly int _threads;

    /// <param name="map">The scenario and what our sensors see of it.</param>
    /// <param name="stride">Seconds from one row of a lane group to its next.</param>
    /// <param name="threads">Runs at the same time; the rows do not depend on it.</param>
    /// <exception cref="SumoFormatException">The scenario is too short to forecast anything in it.</exception>
    public SumoData(SumoConditions map, int stride, int threads)
    {
        (_map, _stride, _threads) = (map, stride, threads);
        var least = SimulatedRows.WarmUpSeconds + Core.Prediction.ForecastHorizons.Arrivals[^1];
        if (map.Length <= least)
        {
            throw new SumoFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{map.Configuration.Path}: {map.Length} s are too short; {SimulatedRows.WarmUpSeconds} s pass before the first forecast and the last needs {least - SimulatedRows.WarmUpSeconds} s after it, so end - begin must be above {least}"));
        }
    }

    /// <summary>The scenario as SUMO's configuration names it, read and checked.</summary>
    /// <param name="path">MAP.sumocfg.</param>
    /// <param name="sensing">What our sensors see.</param>
    /// <exception cref="FileNotFoundException">SUMO is not installed; the message names the package.</exception>
    public static SumoConditions Open(string path, SensingModel sensing)
    {
        var configuration = SumoConfiguration.Read(path);
        return new SumoConditions(SumoInstallation.Find(), configuration, configuration.ReadNetwork(), -1, sensing, Sumo.Import.SumoTiming.Comparable);
    }

    /// <summary>Three days a set, with several controllers and shares of lost detectors.</summary>
    /// <param name="set">Number of the set, from 0: decides seeds and controllers.</param>
    /// <param name="controllers">Who controls, day by day in turn.</param>
    /// <param name="lost">Shares of lost detectors, a day each.</param>
    /// <param name="unknownHistory">Share of rows whose history is left out, 0–1.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="progress">Told after each day how many are done, of how many.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public SimulatedRows ForTraining(
        int set, ImmutableArray<ControllerChoice> controllers, ImmutableArray<double> lost, double unknownHistory, ulong seed, Action<int, int> progress,
        CancellationToken cancellationToken)
    {
        var days = lost.Select((_, day) => set * lost.Length + day)
            .Select((at, day) => new SumoDay(_map, Of(controllers[at % controllers.Length]), FirstTrainingSeed + at, lost[(set + day) % lost.Length])).ToArray();
        var recorded = Record(days, progress, cancellationToken);
        var rows = RecordedDays.RoomFor(recorded);
        rows.Add(recorded, _ => true, lost.Length, unknownHistory, seed + (ulong)set);
        return rows;
    }

    /// <summary>Every seed with every share of lost detectors; the two seeds after the last are everybody's history. A seed is a block.</summary>
    /// <param name="seeds">SUMO's seeds.</param>
    /// <param name="controller">Who controls all days.</param>
    /// <param name="lost">Shares of detectors that are silent on the day.</param>
    /// <param name="progress">Told after each day how many are done, of how many.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <returns>Rows for each share of lost detectors.</returns>
    public ImmutableArray<SimulatedRows> ForEvaluation(
        ImmutableArray<int> seeds, ControllerChoice controller, ImmutableArray<double> lost, Action<int, int> progress, CancellationToken cancellationToken)
    {
        var history = Enumerable.Range(1, HistoryDays).Select(day => new SumoDay(_map, Of(controller), seeds[^1] + day, 0));
        var evaluated = from share in lost from seed in seeds select new SumoDay(_map, Of(controller), seed, share);
        var recorded = Record([.. history, .. evaluated], progress, cancellationToken);
        return [.. lost.Select((_, i) => Of(recorded[..HistoryDays], recorded.AsSpan(HistoryDays + i * seeds.Length, seeds.Length)))];
    }

    private static SimulatedRows Of(ImmutableArray<RunRecorder>[] history, ReadOnlySpan<ImmutableArray<RunRecorder>> days)
    {
        var rows = RecordedDays.RoomFor(days.ToArray());
        foreach (var day in days)
        {
            rows.Add([.. history, day], used => used == HistoryDays, HistoryDays, 0, 0);
        }

        return rows;
    }

    private ImmutableArray<RunRecorder>[] Record(SumoDay[] days, Action<int, int> progress, CancellationToken cancellationToken) =>
        RecordedDays.Of(days.Length, (day, stop) => days[day].Record(_stride, stop), _threads, progress, cancellationToken);

    private static SumoController Of(ControllerChoice choice) => choice switch
    {
        ControllerChoice.Fixed => SumoController.Fixed,
        ControllerChoice.Actuated => SumoController.OurActuated,
        ControllerChoice.MaxPressure => SumoController.MaxPressure,
        ControllerChoice.Greedy => SumoController.Greedy,
        ControllerChoice.Adaptive => SumoController.Adaptive,
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "accepted: fixed, actuated, max-pressure, greedy, adaptive"),
    };
}
