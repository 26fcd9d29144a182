using System.Globalization;
using Signals.Actors.Cluster;
using Signals.Controller.Service;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Spectre.Console;

namespace Signals.Controller.Commands;

/// <summary>Prints <c>controller status</c> for people: members, intersections, and in words what is not as it should be.</summary>
internal static class StatusReport
{
    private const string Nothing = "-";

    /// <summary>Columns that the tables need: a narrower terminal wraps lines, which is easier to read than wrapped cells.</summary>
    private const int Width = 110;

    public static void Write(IAnsiConsole console, NodeStatus status)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        if (!status.Members.IsEmpty)
        {
            console.Write(Members(status));
        }

        console.Write(Intersections(status));
        foreach (var line in Summary(status))
        {
            console.WriteLine(line);
        }
    }

    /// <summary>Why an intersection is not commanded by its owner, and what to look at; null when it is, or is only watched on purpose (shadow mode).</summary>
    public static string? Trouble(NodeStatus.Entry entry) => entry switch
    {
        { Mode: "unknown" } => "no node reports it: it is being started or moved; after 10 s look into the logs of the nodes",
        { Mode: "unreachable" } => "its owner does not reach the cabinet: check address, power and network of the cabinet",
        { Shadow: true } => null,
        { IsOurs: false } => "its cabinet follows another owner, or none yet: its owner waits before it claims",
        { Mode: not nameof(CabinetMode.Remote) } => $"the cabinet is in {entry.Mode}: at the cabinet, not here",
        _ => null,
    };

    private static Table Members(NodeStatus status)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("member", "status", "reachable", "address", "roles", "version", "");
        foreach (var member in status.Members)
        {
            string?[] notes = [member.IsSelf ? "this node" : null, member.IsOldest ? "oldest" : null];
            table.AddRow(
                Markup.Escape(member.Node), member.Status, member.IsReachable ? "yes" : "NO", Markup.Escape(AddressOf(member)),
                Markup.Escape(string.Join(", ", member.Roles)), Markup.Escape(member.Version), string.Join(", ", notes.OfType<string>()));
        }

        return table;
    }

    private static Table Intersections(NodeStatus status)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("intersection", "owner", "home", "epoch", "mode", "level", "cause", "lease");
        foreach (var entry in status.Intersections)
        {
            var known = entry.Epoch > 0;
            table.AddRow(
                Markup.Escape(entry.Id), Or(entry.Owner), Or(entry.Home), known ? entry.Epoch.ToString(CultureInfo.InvariantCulture) : Nothing,
                entry.Mode, known ? entry.Level : Nothing, entry.Cause == nameof(LadderCause.None) ? Nothing : entry.Cause,
                known ? string.Create(CultureInfo.InvariantCulture, $"{entry.LeaseRemainingMs / 1000.0:0.0} s") : Nothing);
        }

        return table;
    }

    private static IEnumerable<string> Summary(NodeStatus status)
    {
        var troubled = status.Intersections.Where(i => Trouble(i) is not null).ToList();
        yield return $"{status.Intersections.Length - troubled.Count} of {status.Intersections.Length} intersections are commanded by their owners";
        foreach (var entry in troubled)
        {
            yield return $"  {entry.Id}: {Trouble(entry)}";
        }

        var away = status.Intersections.Where(i => i.Home.Length > 0 && i.Owner.Length > 0 && i.Home != i.Owner).ToList();
        if (away.Count > 0)
        {
            yield return $"{away.Count} are away from home ({string.Join(", ", away.Take(5).Select(i => i.Id))}{(away.Count > 5 ? ", ..." : "")}): "
                + "they move there one at a time while every member is up and reachable";
        }

        if (!status.HasMajority)
        {
            yield return "this node is not up in a majority of the members: it claims no cabinet";
        }

        foreach (var node in status.DifferentFiles)
        {
            yield return $"{node} has other corridor files than this node: give all nodes the same";
        }

        yield return string.Create(
            CultureInfo.InvariantCulture, $"ticks here: p50 {status.Clock.P50Ms:0.0} ms and p99 {status.Clock.P99Ms:0.0} ms late since the start, {status.Clock.Missed} slept through");
    }

    /// <summary>Host and port: protocol and system name are the same everywhere.</summary>
    private static string AddressOf(MemberView member) => member.Address[(member.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    private static string Or(string text) => text.Length == 0 ? Nothing : Markup.Escape(text);
}
