using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Sumo.Running;

/// <summary>Who sets the signals in one run.</summary>
public enum SumoController
{
    /// <summary>SUMO shows the network's own program, untouched.</summary>
    Static,

    /// <summary>SUMO's own actuated control on the network's phases, minimum 5 s, maximum 50 s.</summary>
    SumoActuated,

    /// <summary>
    /// Every signal green for everybody all the time, without any regard for conflicts: no controller but a bound, what the scenario costs where no signal ever
    /// says stop. Where drivers then lock each other it bounds nothing.
    /// </summary>
    AlwaysGreen,

    /// <summary>Our fixed time with the network's own durations.</summary>
    Fixed,

    /// <summary>Our actuated control.</summary>
    OurActuated,

    /// <summary>Our max-pressure control.</summary>
    MaxPressure,

    /// <summary>Our greedy control: most vehicles near the stop line.</summary>
    Greedy,

    /// <summary>Our Advanced-MP control.</summary>
    AdvancedMaxPressure,

    /// <summary>Our optimiser.</summary>
    Adaptive,
}

/// <summary>Names and rungs of a <see cref="SumoController"/>.</summary>
public static class SumoControllers
{
    /// <summary>Name on the command line, in results, and of the folder of a run.</summary>
    public static string Word(this SumoController controller) => controller switch
    {
        SumoController.Static => "static",
        SumoController.SumoActuated => "actuated",
        SumoController.AlwaysGreen => "always-green",
        SumoController.Fixed => "fixed",
        SumoController.OurActuated => "our-actuated",
        SumoController.MaxPressure => "max-pressure",
        SumoController.Greedy => "greedy",
        SumoController.AdvancedMaxPressure => "advanced-mp",
        _ => "adaptive",
    };

    /// <summary>True when SUMO runs alone and nothing of ours takes part.</summary>
    public static bool IsSumosOwn(this SumoController controller) => controller is SumoController.Static or SumoController.SumoActuated or SumoController.AlwaysGreen;

    /// <summary>The intersection as this controller is to run it.</summary>
    /// <param name="interval">Time between two decisions of those that decide at intervals.</param>
    public static Intersection Configure(this SumoController controller, Intersection intersection, Duration interval) => intersection with
    {
        Control = intersection.Control with
        {
            Shadow = false,
            DecisionInterval = interval,
            Level = controller switch
            {
                SumoController.Fixed => ControlLevel.FixedTime,
                SumoController.OurActuated => ControlLevel.Actuated,
                _ => ControlLevel.Adaptive,
            },
            Method = controller switch
            {
                SumoController.MaxPressure => ControlMethod.MaxPressure,
                SumoController.Greedy => ControlMethod.Greedy,
                SumoController.AdvancedMaxPressure => ControlMethod.AdvancedMaxPressure,
                _ => ControlMethod.Optimiser,
            },
        },
    };

    /// <summary>All names, for help and errors.</summary>
    public static string AllWords => string.Join(", ", Enum.GetValues<SumoController>().Select(Word));

    /// <summary>Reads a comma-separated list; repeated names count once, in the order given.</summary>
    /// <param name="text">For example <c>static,adaptive</c>.</param>
    /// <param name="controllers">The controllers, empty on failure.</param>
    /// <param name="problem">What is wrong and what would be accepted; empty on success.</param>
    public static bool TryParse(string text, out IReadOnlyList<SumoController> controllers, out string problem)
    {
        var found = new List<SumoController>();
        controllers = found;
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Enum.GetValues<SumoController>().Where(c => string.Equals(c.Word(), word, StringComparison.OrdinalIgnoreCase)).ToList();
            if (match.Count == 0)
            {
                controllers = [];
                problem = $"'{word}' is not a controller; accepted: {AllWords}";
                return false;
            }

            found.AddRange(match.Except(found));
        }

        problem = found.Count == 0 ? $"name at least one controller; accepted: {AllWords}" : "";
        return found.Count > 0;
    }
}
