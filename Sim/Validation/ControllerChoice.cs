using Signals.Core.Model;
using Signals.Sim.Forecasting;

namespace Signals.Sim.Validation;

/// <summary>Who controls the corridor in one run.</summary>
public enum ControllerChoice
{
    /// <summary>Nobody: the cabinets run their own local plan.</summary>
    Local,

    /// <summary>Fixed time with the corridor file's plans.</summary>
    Fixed,

    /// <summary>Fixed time with plans tuned for the same demand on other seeds.</summary>
    Tuned,

    /// <summary>Fully actuated, coordinated where the file's plan is.</summary>
    Actuated,

    /// <summary>Most pressure: queues upstream less queues downstream.</summary>
    MaxPressure,

    /// <summary>Most vehicles near the stop line.</summary>
    Greedy,

    /// <summary>Most efficient pressure, unless a platoon runs towards the green.</summary>
    AdvancedMaxPressure,

    /// <summary>The optimiser.</summary>
    Adaptive,

    /// <summary>The optimiser, told that the measured flow goes on.</summary>
    AdaptivePersistence,

    /// <summary>The optimiser with the forecast of history times today's ratio.</summary>
    AdaptiveRatio,

    /// <summary>The optimiser with the shipped model's forecast.</summary>
    AdaptiveModel,

    /// <summary>The optimiser that knows what will come: the most that a forecast can be worth.</summary>
    AdaptiveOracle,
}

/// <summary>Names and rungs of a <see cref="ControllerChoice"/>.</summary>
public static class ControllerChoices
{
    /// <summary>Rung of the degradation ladder that the choice runs on.</summary>
    public static ControlLevel Level(this ControllerChoice choice) => choice switch
    {
        ControllerChoice.Local => ControlLevel.Observe,
        ControllerChoice.Fixed or ControllerChoice.Tuned => ControlLevel.FixedTime,
        ControllerChoice.Actuated => ControlLevel.Actuated,
        _ => ControlLevel.Adaptive,
    };

    /// <summary>What decides on the adaptive rung.</summary>
    public static ControlMethod Method(this ControllerChoice choice) => choice switch
    {
        ControllerChoice.MaxPressure => ControlMethod.MaxPressure,
        ControllerChoice.Greedy => ControlMethod.Greedy,
        ControllerChoice.AdvancedMaxPressure => ControlMethod.AdvancedMaxPressure,
        _ => ControlMethod.Optimiser,
    };

    /// <summary>What tells the optimiser how many will come.</summary>
    public static ForecastChoice Forecasts(this ControllerChoice choice) => choice switch
    {
        ControllerChoice.AdaptivePersistence => ForecastChoice.Persistence,
        ControllerChoice.AdaptiveRatio => ForecastChoice.Ratio,
        ControllerChoice.AdaptiveModel => ForecastChoice.Model,
        ControllerChoice.AdaptiveOracle => ForecastChoice.Oracle,
        _ => ForecastChoice.None,
    };

    /// <summary>Name on the command line and in results.</summary>
    public static string Word(this ControllerChoice choice) => choice switch
    {
        ControllerChoice.Local => "local",
        ControllerChoice.Fixed => "fixed",
        ControllerChoice.Tuned => "tuned",
        ControllerChoice.Actuated => "actuated",
        ControllerChoice.MaxPressure => "max-pressure",
        ControllerChoice.Greedy => "greedy",
        ControllerChoice.AdvancedMaxPressure => "advanced-mp",
        ControllerChoice.Adaptive => "adaptive",
        _ => $"adaptive+{choice.Forecasts().Word()}",
    };

    /// <summary>Reads a comma-separated list; repeated names count once, in the order given.</summary>
    /// <param name="text">For example <c>tuned,adaptive</c>.</param>
    /// <param name="choices">The choices, empty on failure.</param>
    /// <param name="problem">What is wrong and what would be accepted; empty on success.</param>
    public static bool TryParse(string text, out IReadOnlyList<ControllerChoice> choices, out string problem)
    {
        var found = new List<ControllerChoice>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Enum.GetValues<ControllerChoice>().Where(c => string.Equals(c.Word(), word, StringComparison.OrdinalIgnoreCase)).ToList();
            if (match.Count == 0)
            {
                choices = [];
                problem = $"'{word}' is not a controller; accepted: {AllWords}";
                return false;
            }

            found.AddRange(match.Except(found));
        }

        choices = found;
        problem = found.Count == 0 ? $"name at least one controller; accepted: {AllWords}" : "";
        return found.Count > 0;
    }

    /// <summary>Every name, for help and errors.</summary>
    public static string AllWords => string.Join(", ", Enum.GetValues<ControllerChoice>().Select(c => c.Word()));
}
