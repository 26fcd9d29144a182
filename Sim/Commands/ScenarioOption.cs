using System.CommandLine;
using Signals.Core.Model;
using Signals.Sim.Demand;

namespace Signals.Sim.Commands;

/// <summary>The demand of a verb: a scenario file, the one beside the corridor file, or a plain default.</summary>
public static class ScenarioOption
{
    /// <summary>Demand where no scenario is found, per entry and per crossing.</summary>
    private const double VehiclesPerHour = 300, PedestriansPerHour = 40;

    public static Option<FileInfo?> Create() => new("--demand")
    {
        Description = "Demand file (YAML). Default: NAME.demand.yaml beside the corridor file NAME.yaml, "
            + $"else {VehiclesPerHour} vehicles/h at every entry and {PedestriansPerHour} pedestrians/h at every crossing.",
        HelpName = "PATH",
    };

    /// <summary>Reads the scenario and compares it with the corridor.</summary>
    /// <exception cref="ScenarioException">The file has errors or names places that the corridor does not have.</exception>
    public static Scenario Load(FileInfo? file, FileInfo corridorFile, Corridor corridor)
    {
        var path = file?.ToString() ?? ScenarioFile.PathFor(corridorFile.ToString());
        return file is null && !File.Exists(path)
            ? Scenario.Uniform(corridor, VehiclesPerHour, PedestriansPerHour)
            : ScenarioFile.Load(path, corridor);
    }
}
