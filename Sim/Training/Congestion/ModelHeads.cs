using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// Columns of the model's tree ensemble: means of all horizons, then their quantiles 0.1, 0.5 and 0.9, then the events. Means are boosted as logarithms under
/// Poisson deviance; quantiles on the scale √(count + u), where a Poisson count's spread is the same at every level, with u uniform in 0–1, which makes
/// a quantile of a count a point and not a step (Machado and Santos Silva 2005).
/// </summary>
public static class ModelHeads
{
    /// <summary>Horizons of arrivals.</summary>
    public static int Horizons => ForecastHorizons.Arrivals.Length;

    public static int Events => 2 * ForecastHorizons.Risks.Length;

    /// <summary>Columns of the ensemble.</summary>
    public static int Count => 4 * Horizons + Events;

    public static int Mean(int horizon) => horizon;

    public static int Low(int horizon) => Horizons + horizon;

    public static int Median(int horizon) => 2 * Horizons + horizon;

    public static int High(int horizon) => 3 * Horizons + horizon;

    public static int Event(int index) => 4 * Horizons + index;

    /// <summary>Scale on which quantiles are boosted.</summary>
    /// <param name="arrivals">Vehicles.</param>
    /// <param name="u">In 0–1.</param>
    public static float Root(float arrivals, double u) => MathF.Sqrt(arrivals + (float)u);

    /// <summary>Vehicles at a point of that scale; the middle of u is taken off again.</summary>
    public static float FromRoot(float root) => Math.Max(0, Math.Max(0, root) * Math.Max(0, root) - 0.5f);

    /// <summary>For each output, in the order of <see cref="ForecastOutputs.Names"/>, its column here.</summary>
    internal static ImmutableArray<int> Order
    {
        get
        {
            var order = new int[ForecastOutputs.Count];
            for (var h = 0; h < Horizons; h++)
            {
                order[ForecastOutputs.Mean(h)] = Mean(h);
                order[ForecastOutputs.Low(h)] = Low(h);
                order[ForecastOutputs.Median(h)] = Median(h);
                order[ForecastOutputs.High(h)] = High(h);
            }

            for (var h = 0; h < ForecastHorizons.Risks.Length; h++)
            {
                order[ForecastOutputs.Spillback(h)] = Event(h);
                order[ForecastOutputs.Overload(h)] = Event(ForecastHorizons.Risks.Length + h);
            }

            return [.. order];
        }
    }

    internal static TreeOptions OptionsOf(int head, TreeOptions all)
    {
        var options = all with { Seed = all.Seed + head };
        return (head / Horizons) switch
        {
            0 => options with { Objective = TreeObjective.Poisson },
            1 => options with { Objective = TreeObjective.Quantile, Quantile = 0.1 },
            2 => options with { Objective = TreeObjective.Quantile, Quantile = 0.5 },
            3 => options with { Objective = TreeObjective.Quantile, Quantile = 0.9 },
            _ => options with { Objective = TreeObjective.Event },
        };
    }
}
