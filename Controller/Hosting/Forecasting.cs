using Microsoft.Extensions.Logging;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Prediction.Ladder;
using Signals.Prediction.Running;

namespace Signals.Controller.Hosting;

/// <summary>
/// The shell's side of arrival forecasts: the model in force, the thread that runs it, one ladder an intersection. Nothing here can keep a corridor from starting: without a model the ladders
/// stand on history.
/// </summary>
internal sealed class Forecasting : IDisposable
{
    private readonly ILogger _logger;
    private readonly ModelSlot _slot = new();
    private readonly PredictionWorker? _worker;
    private readonly ModelFileWatch? _watch;

    /// <param name="corridor">Says which intersections are forecast, and by what.</param>
    /// <param name="folder">Folder that the model's path is relative to.</param>
    /// <param name="time">Measures how long answers take.</param>
    /// <param name="loggers">Where it says which model is in force.</param>
    public Forecasting(Corridor corridor, string folder, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<Forecasting>();
        if (corridor.Intersections.All(x => !AsksModel(x)))
        {
            return;
        }

        _worker = new PredictionWorker(_slot, time);
        if (corridor.PredictionModel == Corridor.ShippedModel)
        {
            _slot.TryLoad(ShippedModel.Load);
            Say(corridor.PredictionModel);
        }
        else
        {
            _watch = new ModelFileWatch(Path.Combine(folder, corridor.PredictionModel), _slot);
        }
    }

    /// <summary>Ladder of one intersection; null where none is wanted.</summary>
    public ForecastLadder? For(Intersection intersection, IEventSink events)
    {
        var best = intersection.Control.Prediction switch
        {
            PredictionMethod.Model => ForecastSource.Model,
            PredictionMethod.Ratio or PredictionMethod.Risks => ForecastSource.HistoricRatio,
            PredictionMethod.History => ForecastSource.Historic,
            _ => (ForecastSource?)null,
        };
        var desk = AsksModel(intersection) && intersection.LaneGroups.Length <= PredictionWorker.MostRows ? _worker?.Open(intersection.LaneGroups.Length) : null;
        return best is { } source ? new ForecastLadder(intersection, source, desk, ForecastLimits.Default, events) : null;
    }

    /// <summary>Looks for a new model file; about once a second.</summary>
    public void Look()
    {
        if (_watch?.Look() == true)
        {
            Say("the corridor's model file");
        }
    }

    public void Dispose()
    {
        _worker?.Dispose();
        _slot.Dispose();
    }

    private static bool AsksModel(Intersection intersection) => intersection.Control.Prediction is PredictionMethod.Model or PredictionMethod.Risks;

    private void Say(string which)
    {
        if (_slot.Problem.Length > 0)
        {
            _logger.LogWarning("{Which} is not used: {Problem}", which, _slot.Problem);
        }
        else
        {
            _logger.LogInformation("congestion model {Fingerprint} of commit {Commit} is in force", _slot.Current?.Fingerprint[..12], _slot.Current?.Metadata.Commit);
        }
    }
}
