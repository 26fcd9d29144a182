using System.CommandLine;
using Signals.Core.Timing.Adaptive;

namespace Signals.Sim.Commands;

/// <summary><c>--planner</c>: other settings of the optimiser than the product's, for experiments.</summary>
public static class PlannerOption
{
    public static Option<PlannerSettings> Create() => new("--planner")
    {
        Description = "Settings of the optimiser as KEY=VALUE,KEY=VALUE, for experiments that take one part away at a time. Default: the product's. A wrong key names the right ones.",
        HelpName = "SETTINGS",
        DefaultValueFactory = _ => PlannerSettings.Default,
        CustomParser = result =>
        {
            try
            {
                return PlannerSettingsText.Parse(result.Tokens[0].Value);
            }
            catch (FormatException wrong)
            {
                result.AddError(wrong.Message);
                return PlannerSettings.Default;
            }
        },
    };
}
