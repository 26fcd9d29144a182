using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Sim.Sumo.Network;

/// <summary>A <c>.sumocfg</c>: which files make the scenario, and its time. Paths are full.</summary>
/// <param name="Path">The file itself.</param>
/// <param name="NetFile">Network.</param>
/// <param name="RouteFiles">Demand.</param>
/// <param name="AdditionalFiles">Further elements, signal programs among them.</param>
/// <param name="Begin">Start of the simulation, s.</param>
/// <param name="End">End of the simulation, s; infinite when the file does not say.</param>
public sealed record SumoConfiguration(
    string Path, string NetFile, ImmutableArray<string> RouteFiles, ImmutableArray<string> AdditionalFiles, double Begin, double End)
{
    /// <summary>Name for people and folders: the file's name without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <exception cref="SumoFormatException">Not a SUMO configuration, or a field is wrong; with file, line and field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SumoConfiguration Read(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var values = new Dictionary<string, string>();
        double begin = 0, end = double.PositiveInfinity;
        SumoXml.Read(path, (element, _) =>
        {
            // A short option name is as good as the long one.
            switch (element.Name)
            {
                case "begin" or "b":
                    begin = Time(element);
                    break;
                case "end" or "e":
                    end = Time(element);
                    break;
                default:
                    values[element.Name] = element.Optional("value");
                    break;
            }

            return true;
        });
        var net = Files(values, folder, "net-file", "n", "net");
        return net.Length == 1
            ? new SumoConfiguration(
                path, net[0], Files(values, folder, "route-files", "r", "routes"), Files(values, folder, "additional-files", "a", "additional"), begin, end)
            : throw new SumoFormatException($"{path}: net-file is missing; a SUMO configuration has <input><net-file value=\"….net.xml\"/></input>");
    }

    /// <summary>The network with the programs of the additional files.</summary>
    /// <exception cref="SumoFormatException">A field is wrong.</exception>
    public SumoNetwork ReadNetwork() => SumoNetworkFile.Read(NetFile, AdditionalFiles);

    private static ImmutableArray<string> Files(Dictionary<string, string> values, string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (values.TryGetValue(name, out var value))
            {
                return [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(f => System.IO.Path.GetFullPath(f, folder))];
            }
        }

        return [];
    }

    /// <summary>Seconds, or h:m:s, or d:h:m:s, as SUMO takes them; a negative end means no end.</summary>
    private static double Time(SumoElement element)
    {
        var text = element.Text("value");
        double seconds = 0;
        ReadOnlySpan<double> weights = [1, 60, 3600, 86400];
        var parts = text.Split(':');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts.Length > weights.Length || !double.TryParse(parts[^(i + 1)], NumberStyles.Float, CultureInfo.InvariantCulture, out var part))
            {
                throw element.Error("value", $"is \"{text}\"; seconds or h:m:s are expected");
            }

            seconds += part * weights[i];
        }

        return seconds < 0 ? double.PositiveInfinity : seconds;
    }
}
