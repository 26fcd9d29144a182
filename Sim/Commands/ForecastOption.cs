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
            Description = "What tells adaptive control how many vehicles will come: none, persistence (what is measured goes on), model (the shipped one). Default none.",
            DefaultValueFactory = _ => ForecastChoice.None,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<ForecastChoice>() is ForecastChoice.Oracle or ForecastChoice.Ratio)
            {
                result.AddError("a SUMO scenario is one hour of one day: there is no yesterday to make a ratio or an oracle from; accepted: none, persistence, model");
            }
        });
        return option;
    }

    /// <summary>Maker of forecasters; null for none. All intersections of all runs share the model.</summary>
    public static Func<Corridor, int, IArrivalForecast?>? MakerOf(ForecastChoice choice)
    {
        if (choice == ForecastChoice.None)
        {
            return null;
        }

        var model = choice == ForecastChoice.Model ? ShippedModel.Load() : null;
        return (corridor, i) => choice.Make(corridor.Intersections[i], model, null);
    }
}
