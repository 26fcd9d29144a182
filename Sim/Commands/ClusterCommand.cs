using System.CommandLine;
using System.Globalization;
using Signals.Controller.Service;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cluster;

namespace Signals.Sim.Commands;

/// <summary><c>sim cluster FILE</c>: several controller processes and the roadside that they share, on this machine.</summary>
public sealed class ClusterCommand
{
    private static readonly TimeSpan PrintEvery = TimeSpan.FromSeconds(5);

    private readonly ClusterArguments _arguments = new();
    private readonly Option<Duration?> _duration = DurationText.OptionalOption("--duration", "Stop after this time. Default: until Ctrl+C.");

    public Command Create()
    {
        var command = new Command(
            "cluster", $"Run a corridor on several controller processes of this machine, with emulated traffic, cabinets and sensors. Ask them with 'controller status'. {ExitCode.Help}") { _duration };
        _arguments.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (parsed.GetValue(_duration) is { } length)
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(length.Milliseconds));
        }

        await using var cluster = _arguments.Prepare(parsed);
        cluster.StartAll();
        await output.WriteLineAsync($"node files, control sockets and logs: {cluster.Folder}");
        await output.WriteLineAsync($"try: controller status --node {Path.Combine(cluster.Folder, "edge-1.yaml")}");
        using var timer = new PeriodicTimer(PrintEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await output.WriteLineAsync(Line(cluster, await cluster.StatusAsync(stop.Token)));
                if (cluster.Completion.IsFaulted)
                {
                    await cluster.Completion;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over, or someone asked to stop.
        }

        return await EndAsync(cluster, output);
    }

    private static async Task<int> EndAsync(LocalCluster cluster, TextWriter output)
    {
        var remote = cluster.Cabinets.Count(c => c.Mode == CabinetMode.Remote);
        var findings = cluster.Cabinets.Sum(c => c.Findings);
        var twoOwners = cluster.Cabinets.Sum(c => c.Witness.FromTwoOwners);
        foreach (var node in cluster.Nodes)
        {
            node.AskToEnd();
        }

        await Task.WhenAll(cluster.Nodes.Where(n => n.IsRunning).Select(n => n.EndedAsync(TimeSpan.FromSeconds(30))));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{remote}/{cluster.Cabinets.Length} cabinets were under remote control; {findings} monitor findings; {twoOwners} commands of two owners"));
        return findings == 0 && twoOwners == 0 && remote == cluster.Cabinets.Length ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Line(LocalCluster cluster, NodeStatus? status)
    {
        var members = status is null
            ? "no node answers yet"
            : string.Join("  ", status.Members.Select(m =>
                $"{m.Node}{(m.IsOldest ? "*" : "")} {m.Status}{(m.IsReachable ? "" : " UNREACHABLE")} {status.Intersections.Count(i => i.Owner == m.Node)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{members}  |  remote {cluster.Cabinets.Count(c => c.Mode == CabinetMode.Remote)}/{cluster.Cabinets.Length}  findings {cluster.Cabinets.Sum(c => c.Findings)}  "
            + $"two owners {cluster.Cabinets.Sum(c => c.Witness.FromTwoOwners)}  CPU {string.Join("/", cluster.Nodes.Select(n => $"{n.CpuTime.TotalSeconds:0}"))} s  "
            + $"memory {string.Join("/", cluster.Nodes.Select(n => $"{n.MemoryBytes / 1e6:0}"))} MB");
    }
}
