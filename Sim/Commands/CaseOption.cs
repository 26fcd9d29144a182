using System.Collections.Immutable;
using System.CommandLine;
using Signals.Sim.Demand;

namespace Signals.Sim.Commands;

/// <summary>The cases of a demand file that a verb compares controllers in.</summary>
internal static class CaseOption
{
    public static Option<string?> Create() => new("--cases")
    {
        Description = "Cases of the demand file to compare in, by name, or all: each has its own time and its own disturbance. Default: none, the plain day at --at.",
        HelpName = "NAMES",
    };

    /// <summary>The cases named, in the file's order; none without the option.</summary>
    /// <exception cref="ScenarioException">A name that the demand file does not have, or a file without cases.</exception>
    public static ImmutableArray<DemandCase> Of(string? names, Scenario scenario)
    {
        if (names is null)
        {
            return [];
        }

        if (scenario.Cases.IsEmpty)
        {
            throw new ScenarioException($"demand \"{scenario.Name}\" has no cases; add a list \"cases\" to its file, for example  - {{ name: peak, at: \"07:30\" }}");
        }

        var wanted = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var unknown = wanted.Where(w => w != "all" && scenario.Cases.All(c => c.Name != w)).ToList();
        if (unknown.Count > 0 || wanted.Length == 0)
        {
            throw new ScenarioException(
                $"--cases \"{names}\" is not accepted; demand \"{scenario.Name}\" has {string.Join(", ", scenario.Cases.Select(c => c.Name))}; or write all");
        }

        return [.. scenario.Cases.Where(c => wanted.Contains("all") || wanted.Contains(c.Name))];
    }
}
