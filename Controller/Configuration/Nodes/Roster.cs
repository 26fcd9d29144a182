using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration.Nodes;

/// <summary>
/// The corridor files of a node, as one: every intersection of them, once. Files that are merged share timing standard, time zone and side of traffic; other
/// combinations are two clusters.
/// </summary>
/// <param name="Corridor">All of it; null when a file has an error.</param>
/// <param name="Sources">The files' corridors, with their bytes, for the flight recorder.</param>
/// <param name="Findings">Errors and warnings.</param>
public sealed record Roster(Corridor? Corridor, ImmutableArray<CorridorSource> Sources, ImmutableArray<Finding> Findings)
{
    /// <param name="node">Whose files.</param>
    /// <param name="nodeFile">Name of the node file for findings.</param>
    public static Roster Load(NodeSettings node, string nodeFile)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var sources = ImmutableArray.CreateBuilder<CorridorSource>();
        foreach (var path in node.Corridors)
        {
            var log = new FindingLog(path);
            if (Yaml.YamlFile.Read(path, log) is not { } bytes)
            {
                findings.AddRange(log.Sorted());
                continue;
            }

            var result = CorridorFile.Parse(path, bytes);
            findings.AddRange(result.Findings.Where(f => f.Severity == Severity.Error));
            if (result.Corridor is { } corridor)
            {
                sources.Add(new CorridorSource(corridor, bytes));
            }
        }

        findings.AddRange(Contradictions(sources.ToImmutable(), node).Select(text => new Finding(Severity.Error, nodeFile, 1, 1, "", "", text)));
        return new Roster(findings.Count > 0 || sources.Count == 0 ? null : Merge(sources.ToImmutable()), sources.ToImmutable(), findings.ToImmutable());
    }

    private static IEnumerable<string> Contradictions(ImmutableArray<CorridorSource> sources, NodeSettings node)
    {
        var corridors = sources.Select(s => s.Corridor).ToList();
        if (corridors.Select(c => (c.Standard, c.TimeZone, c.Side)).Distinct().Count() > 1)
        {
            yield return "corridors differ in standard, time-zone or traffic; run them in clusters of their own";
        }

        var ids = corridors.SelectMany(c => c.Intersections.Select(i => i.Id)).ToList();
        foreach (var twice in ids.GroupBy(id => id).Where(g => g.Count() > 1))
        {
            yield return $"intersection \"{twice.Key}\" is in more than one of the corridor files; ids must be unique in a cluster";
        }

        foreach (var home in node.Home.Where(h => sources.Length == node.Corridors.Length && !ids.Contains(h)))
        {
            yield return $"home \"{home}\" is no intersection of the corridor files{Yaml.Spelling.Suggest(home, ids)}";
        }
    }

    private static Corridor Merge(ImmutableArray<CorridorSource> sources)
    {
        var corridors = sources.Select(s => s.Corridor).ToList();
        if (corridors is [var only])
        {
            return only;
        }

        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('+', corridors.Select(c => c.ContentHash))));
        return corridors[0] with
        {
            Name = string.Join(" + ", corridors.Select(c => c.Name)),
            Intersections = [.. corridors.SelectMany(c => c.Intersections)],
            Links = [.. corridors.SelectMany(c => c.Links)],
            ContentHash = Convert.ToHexStringLower(hash),
        };
    }
}

/// <summary>One corridor file.</summary>
/// <param name="Corridor">What it says.</param>
/// <param name="Bytes">The file itself: a flight log carries it.</param>
public sealed record CorridorSource(Corridor Corridor, byte[] Bytes);
