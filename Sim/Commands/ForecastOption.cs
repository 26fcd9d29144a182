using System.CommandLine;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Prediction.Running;
using Signals.Sim.Forecasting;

namespace Signals.Sim.Commands;

/// <summary><c>--forecasts</c>: what tells the optimiser how many vehicles will come.</summary>
public static class ForecastOption
{
    public static Option<ForecastChoice> Create()
    {
        var option = new Option<ForecastChoice>("--forecasts")
        {
            Description = "What tells adaptive control how many vehicles will come: none, persistence (what is measured goes on), model (the shipped one), oracle (who has seen a run without forecasts: the most that they can be worth). Default none.",
            DefaultValueFactory = _ => ForecastChoice.None,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<ForecastChoice>() == ForecastChoice.Ratio)
            {
                result.AddError("a SUMO scenario is one hour of one day: there is no yesterday to make a ratio from; accepted: none, persistence, model, oracle");
            }
        });
        return option;
    }

    /// <summary>Maker of forecasters; null for none, and for the oracle, which needs a run of its own. All intersections of all runs share the model.</summary>
    public static Func<Corridor, int, IArrivalForecast?>? MakerOf(ForecastChoice choice)
    {
        if (choice is ForecastChoice.None or ForecastChoice.Oracle)
        {
            return null;
        }

        var model = choice == ForecastChoice.Model ? ShippedModel.Load() : null;
        return (corridor, i) => choice.Make(corridor.Intersections[i], model, null);
    }
}
