using System.Collections.Immutable;
using System.CommandLine;
using Signals.Sim.Cluster;

namespace Signals.Sim.Commands;

/// <summary><c>sim cluster-faults FILE</c>: does to a cluster what happens to clusters, and says what each fault cost.</summary>
public sealed class ClusterFaultsCommand
{
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(120);

    private readonly ClusterArguments _arguments = new();
    private readonly Option<FaultKind[]> _faults = new("--faults")
    {
        Description = "Which faults, in order. Default: all; partitions only with --namespaces, full and frozen disks only with --disks.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command(
            "cluster-faults", $"Kill, pause, cut off and restart nodes of a cluster on this machine, and measure what it costs the cabinets. {ExitCode.Help}") { _faults, _json };
        _arguments.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        await using var cluster = _arguments.Prepare(parsed, warm: true, scatter: true);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new ClusterWatch(cluster.Cabinets);
        var watching = watch.RunAsync(life.Token);
        var trial = new FaultTrial(cluster, watch, SettleWithin);
        cluster.StartAll();
        var unowned = await trial.SettleAsync(cancellationToken);
        await output.WriteLineAsync($"{cluster.Nodes.Length} nodes, {cluster.Cabinets.Length} cabinets; {unowned} without remote control before the first fault");
        var results = ImmutableArray.CreateBuilder<FaultResult>();
        foreach (var fault in FaultsOf(parsed, cluster))
        {
            results.Add(await trial.RunAsync(fault, cancellationToken));
            await output.WriteLineAsync(results[^1].ToString());
        }

        await life.CancelAsync();
        await watching;
        await JsonResult.WriteAsync(parsed.GetValue(_json), results.ToImmutable(), CancellationToken.None);
        return unowned == 0 && results.All(r => r.IsSafe) ? ExitCode.Ok : ExitCode.Failed;
    }

    private IEnumerable<FaultKind> FaultsOf(ParseResult parsed, LocalCluster cluster)
    {
        var asked = parsed.GetValue(_faults) is { Length: > 0 } some ? some : Enum.GetValues<FaultKind>();
        return asked
            .Where(f => cluster.Networks is not null || f is not (FaultKind.Partition or FaultKind.OneWayPartition))
            .Where(f => cluster.Nodes[0].Disk is not null || f is not (FaultKind.FrozenDisk or FaultKind.FullDisk));
    }
}
