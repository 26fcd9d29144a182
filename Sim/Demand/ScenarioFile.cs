using Signals.Core.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Signals.Sim.Demand;

/// <summary>
/// Reads a scenario from YAML, by convention <c>NAME.demand.yaml</c> beside the corridor file <c>NAME.yaml</c>. Every error is found before the
/// scenario is refused, each with file, line and what would be accepted.
/// </summary>
public static class ScenarioFile
{
    private const long MostBytes = 1 << 20;

    /// <summary>Where the scenario of a corridor file is looked for.</summary>
    public static string PathFor(string corridorPath) => Path.ChangeExtension(corridorPath, ".demand.yaml");

    /// <exception cref="ScenarioException">The file cannot be read or has errors.</exception>
    public static Scenario Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            {
                throw new ScenarioException($"{path}: is larger than {MostBytes / 1024} KiB; a scenario is a page of text");
            }

            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path}: cannot read the scenario: {problem.Message}", problem);
        }
    }

    /// <summary>Reads the scenario and compares it with the corridor that it is to run on.</summary>
    /// <exception cref="ScenarioException">The file cannot be read, has errors, or names places that the corridor does not have.</exception>
    public static Scenario Load(string path, Corridor corridor)
    {
        var scenario = Load(path);
        var errors = ScenarioCheck.Errors(scenario, corridor);
        return errors.Count == 0 ? scenario : throw new ScenarioException(string.Join('\n', errors.Select(e => $"{path}: {e}")));
    }

    /// <param name="file">Names the text in errors.</param>
    /// <exception cref="ScenarioException">The text has errors.</exception>
    public static Scenario Parse(string text, string file)
    {
        var errors = new List<string>();
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException problem)
        {
            throw new ScenarioException($"{file}:{problem.Start.Line}: is not readable YAML: {problem.Message}", problem);
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new ScenarioException($"{file}:1: must be one map with the keys {string.Join(", ", ScenarioReader.Keys)}");
        }

        var scenario = new ScenarioReader(file, errors).Read(root);
        return errors.Count == 0 ? scenario : throw new ScenarioException(string.Join('\n', errors));
    }
}
