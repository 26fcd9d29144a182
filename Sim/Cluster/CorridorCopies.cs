using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Signals.Core.Model;

namespace Signals.Sim.Cluster;

/// <summary>A corridor file several times over, with ids and cabinet addresses of their own: a city made of one street, for demonstration and load.</summary>
internal static partial class CorridorCopies
{
    /// <summary>Writes the copies into a folder; returns their paths.</summary>
    /// <param name="source">Text of the corridor file.</param>
    /// <param name="corridor">The same, read.</param>
    /// <param name="cabinets">One address an intersection: those of the first copy first.</param>
    /// <param name="folder">Where they are written.</param>
    /// <exception cref="InvalidDataException">The file does not write its cabinets as one flow map each, or has no device numbers left for so many copies.</exception>
    public static ImmutableArray<string> Write(string source, Corridor corridor, IReadOnlyList<IPEndPoint> cabinets, string folder)
    {
        var count = corridor.Intersections.Length;
        if (Cabinet().Count(source) != count)
        {
            throw new InvalidDataException("each cabinet must be written as 'cabinet: { ..., address: A, port: P, ... }' for its address to be replaced");
        }

        var copies = cabinets.Count / count;
        var highest = DeviceOf(corridor, corridor.Intersections.Max(i => i.Device), copies - 1);
        if (highest > ushort.MaxValue)
        {
            throw new InvalidDataException($"{copies} copies would need device numbers up to {highest}; accepted: up to {ushort.MaxValue}; number the intersections of the file closely or ask for fewer");
        }

        return [.. Enumerable.Range(0, copies).Select(copy =>
        {
            var next = copy * count;
            var text = Cabinet().Replace(source, match => $"{match.Groups[1].Value}{cabinets[next].Address}{match.Groups[2].Value}{Text(cabinets[next++].Port)}");
            var path = Path.Combine(folder, $"corridor-{Text(copy + 1)}.yaml");
            File.WriteAllText(path, WithIdsOf(WithDevicesOf(text, corridor, copy), corridor, copy));
            return path;
        })];
    }

    /// <summary>Id of an intersection in a copy: the first copy, 0, keeps those of the file.</summary>
    public static string IdOf(string id, int copy) => copy == 0 ? id : $"{id}-{Text(copy + 1)}";

    /// <summary>The corridor as the roadside of a copy has it: with the copy's device numbers, which tell each intersection its turn within the second.</summary>
    public static Corridor Of(Corridor corridor, int copy) => corridor with
    {
        Intersections = [.. corridor.Intersections.Select(i => i with { Device = DeviceOf(corridor, i.Device, copy) })],
    };

    private static int DeviceOf(Corridor corridor, int device, int copy) =>
        device + copy * (1 + corridor.Intersections.Max(i => i.Device) - corridor.Intersections.Min(i => i.Device));

    private static string WithDevicesOf(string text, Corridor corridor, int copy) =>
        Device().Replace(text, match => match.Groups[1].Value + Text(DeviceOf(corridor, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), copy)));

    private static string WithIdsOf(string text, Corridor corridor, int copy)
    {
        foreach (var id in corridor.Intersections.Select(i => i.Id))
        {
            text = Regex.Replace(text, $@"(?<![\w-]){Regex.Escape(id)}(?![\w-])", IdOf(id, copy), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }

        return text;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(cabinet:\s*\{[^}]*?address:\s*)[^,}\s]+([^}]*?port:\s*)\d+")]
    private static partial Regex Cabinet();

    [GeneratedRegex(@"^(\s*device:\s*)(\d+)", RegexOptions.Multiline)]
    private static partial Regex Device();
}
