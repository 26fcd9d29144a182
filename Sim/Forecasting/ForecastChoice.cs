using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Prediction.Ladder;
using Signals.Prediction.Running;

namespace Signals.Sim.Forecasting;

/// <summary>What tells the optimiser how many vehicles will come.</summary>
public enum ForecastChoice
{
    /// <summary>Nobody: what is measured and what neighbours announce is carried on.</summary>
    None,

    /// <summary>The measured flow carried on.</summary>
    Persistence,

    /// <summary>History times today's ratio.</summary>
    Ratio,

    /// <summary>The shipped model.</summary>
    Model,

    /// <summary>Somebody who has seen the day before, see <see cref="OracleForecast"/>.</summary>
    Oracle,
}

/// <summary>Makes what a <see cref="ForecastChoice"/> names, for virtual time.</summary>
public static class ForecastChoices
{
    /// <summary>Name on the command line and in results.</summary>
    public static string Word(this ForecastChoice choice) => choice.ToString().ToLowerInvariant();

    /// <summary>Forecaster of one intersection; null for none.</summary>
    /// <param name="choice">Which.</param>
    /// <param name="intersection">Whose.</param>
    /// <param name="model">For <see cref="ForecastChoice.Model"/>.</param>
    /// <param name="log">For <see cref="ForecastChoice.Oracle"/>.</param>
    public static IArrivalForecast? Make(this ForecastChoice choice, Intersection intersection, ICongestionModel? model, ArrivalLog? log) => choice switch
    {
        ForecastChoice.Persistence => Ladder(intersection, ForecastSource.Persistence, null),
        ForecastChoice.Ratio => Ladder(intersection, ForecastSource.HistoricRatio, null),
        ForecastChoice.Model => Ladder(intersection, ForecastSource.Model, new DirectDesk(model!, intersection.LaneGroups.Length)),
        ForecastChoice.Oracle => new OracleForecast(log!),
        _ => null,
    };

    private static ForecastLadder Ladder(Intersection intersection, ForecastSource best, IForecastDesk? desk) =>
        new(intersection, best, desk, ForecastLimits.Default, NoEvents.Instance);
}
