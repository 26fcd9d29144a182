using System.Collections.Immutable;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration.Nodes;

/// <summary>
/// Loads a node file: the small YAML beside the corridor files that makes a controller one node of a cluster. Checked whole, like a corridor file: either
/// there are settings without any error, or there are none and the findings say why.
/// </summary>
public static class NodeFile
{
    /// <param name="path">File to read; paths inside it are relative to its folder.</param>
    public static NodeLoadResult Load(string path)
    {
        var log = new FindingLog(path);
        return YamlFile.Read(path, log) is { } bytes ? Parse(path, bytes) : new NodeLoadResult(null, log.Sorted());
    }

    /// <summary>Reads settings from bytes; <paramref name="file"/> names it in findings, and its folder is where paths start.</summary>
    public static NodeLoadResult Parse(string file, ReadOnlySpan<byte> utf8)
    {
        var log = new FindingLog(file);
        if (utf8.Length > YamlTree.MostBytes)
        {
            log.Add(Severity.Error, null, "", "", $"is larger than {YamlTree.MostBytes / 1024} KiB; a node file has a few lines");
            return new NodeLoadResult(null, log.Sorted());
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        var settings = YamlFile.Parse(utf8, log) is { } root ? NodeReader.Read(root, log, folder) : null;
        return new NodeLoadResult(log.HasErrors ? null : settings, log.Sorted());
    }
}

/// <summary>Outcome of reading a node file.</summary>
/// <param name="Node">The settings, or null when there is any error.</param>
/// <param name="Findings">In order of the file.</param>
public sealed record NodeLoadResult(NodeSettings? Node, ImmutableArray<Finding> Findings);
