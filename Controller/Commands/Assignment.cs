using System.Collections.Immutable;
using Signals.Controller.Configuration;
using Signals.Controller.Configuration.Nodes;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Commands;

/// <summary>What a controller is to control: one corridor file, or what a node file names.</summary>
/// <param name="File">File that was given.</param>
/// <param name="Corridor">The corridor; null when a file has an error.</param>
/// <param name="Sources">Files that it was read from.</param>
/// <param name="Node">The node file; null without one.</param>
/// <param name="Findings">Errors and warnings to show.</param>
internal sealed record Assignment(
    FileInfo File, Corridor? Corridor, ImmutableArray<CorridorSource> Sources, NodeSettings? Node, ImmutableArray<Finding> Findings)
{
    /// <summary>Where device profiles lie.</summary>
    public string Folder => File.DirectoryName ?? ".";

    /// <summary>Shown in cabinets, so that people see who commands them: 1 for a controller alone, see <see cref="NodeSettings.OwnerIdOf"/> otherwise.</summary>
    public ushort OwnerId => Node is null ? (ushort)1 : NodeSettings.OwnerIdOf(Node.Name);

    public static Assignment OfCorridor(FileInfo file)
    {
        var log = new FindingLog(file.ToString());
        if (Configuration.Yaml.YamlFile.Read(file.ToString(), log) is not { } bytes)
        {
            return new Assignment(file, null, [], null, log.Sorted());
        }

        var result = CorridorFile.Parse(file.ToString(), bytes);
        ImmutableArray<CorridorSource> sources = result.Corridor is { } corridor ? [new CorridorSource(corridor, bytes)] : [];
        return new Assignment(file, result.Corridor, sources, null, [.. result.Findings.Where(f => f.Severity == Severity.Error)]);
    }

    public static Assignment OfNode(FileInfo file)
    {
        var read = NodeFile.Load(file.ToString());
        if (read.Node is not { } node)
        {
            return new Assignment(file, null, [], null, read.Findings);
        }

        var roster = Roster.Load(node, file.ToString());
        return new Assignment(file, roster.Corridor, roster.Sources, node, [.. read.Findings, .. roster.Findings]);
    }

    public async Task WriteFindingsAsync(TextWriter error)
    {
        foreach (var finding in Findings)
        {
            await error.WriteLineAsync($"{finding.Severity.ToString().ToLowerInvariant()}: {finding}");
        }

        if (Corridor is null)
        {
            await error.WriteLineAsync($"{File}: not usable; nothing was started. 'controller check FILE' shows everything about a corridor file at once");
        }
    }
}
