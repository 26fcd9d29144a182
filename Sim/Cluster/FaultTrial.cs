using System.Collections.Immutable;
using System.Diagnostics;
using Signals.Core.Ports;

namespace Signals.Sim.Cluster;

/// <summary>Does one thing after another to a running cluster, measures what each costs, and waits until everything is settled again.</summary>
/// <param name="cluster">All nodes started.</param>
/// <param name="watch">Running.</param>
/// <param name="settleWithin">Longest wait for everything to be as it was.</param>
public sealed class FaultTrial(LocalCluster cluster, ClusterWatch watch, TimeSpan settleWithin)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Pause before an ended node is started again, as in the unit file.</summary>
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(2);

    private readonly Dictionary<NodeProcess, long> _endedAt = [];

    /// <summary>Waits until every cabinet is under remote control of its home, or the time is over; returns how many are not.</summary>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await IsSettledAsync(cancellationToken) && Stopwatch.GetElapsedTime(began) < settleWithin)
        {
            RestartEnded(except: null);
            await Task.Delay(Look, cancellationToken);
        }

        return cluster.Cabinets.Count(c => c.Mode != CabinetMode.Remote);
    }

    public async Task<FaultResult> RunAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        var victim = await VictimAsync(fault, cancellationToken);
        var affected = cluster.Cabinets.Where(c => victim is null || cluster.CommanderOf(c) == victim.Name).ToImmutableArray();
        var findings = cluster.Cabinets.Sum(c => c.Findings);
        if (fault == FaultKind.NodeAdded)
        {
            // What is measured is the return, not the end before it.
            victim!.AskToEnd();
            await victim.EndedAsync(settleWithin);
            await WaitUntilRemoteAsync(cancellationToken);
        }

        watch.Mark();
        var at = Stopwatch.GetTimestamp();
        await DoAsync(fault, victim, cancellationToken);
        await WaitUntilTakenAsync(affected, at, fault, victim, cancellationToken);
        var unowned = await SettleAsync(cancellationToken);
        var (worst, meanwhile) = watch.Read();
        var grants = cluster.Cabinets.SelectMany(c => c.Witness.Grants.Where(g => g.At >= at)).ToList();
        var takeovers = affected.Select(c => c.Witness.Grants.FirstOrDefault(g => g.At >= at && g.CommandedAt != 0)).Where(g => g.CommandedAt != 0).ToList();
        return new FaultResult(
            fault, victim?.Name ?? "", affected.Length, worst.TotalSeconds,
            takeovers.Count == 0 ? null : takeovers.Max(g => Stopwatch.GetElapsedTime(at, g.CommandedAt).TotalSeconds), meanwhile, grants.Count,
            cluster.Cabinets.Sum(c => c.Witness.FromTwoOwners), cluster.Cabinets.Sum(c => c.Findings) - findings, unowned);
    }

    private async Task<NodeProcess?> VictimAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        if (fault is FaultKind.RestartAll or FaultKind.RollingRestart or FaultKind.BusyProcessors)
        {
            return null;
        }

        var members = (await cluster.StatusAsync(cancellationToken))?.Members ?? [];
        var oldest = members.FirstOrDefault(m => m.IsOldest)?.Node;
        return fault == FaultKind.KillOldest
            ? cluster.Nodes.First(n => n.Name == oldest)
            : cluster.Nodes.Last(n => n.Name != oldest && n.IsRunning);
    }

    private async Task DoAsync(FaultKind fault, NodeProcess? victim, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case FaultKind.Terminate:
                victim!.AskToEnd();
                break;
            case FaultKind.KillWorker or FaultKind.KillOldest:
                victim!.Kill();
                break;
            case FaultKind.ShortPause or FaultKind.LongPause:
                victim!.Pause();
                await Task.Delay(TimeSpan.FromSeconds(fault == FaultKind.ShortPause ? 3 : 20), cancellationToken);
                victim.Resume();
                break;
            case FaultKind.Partition or FaultKind.OneWayPartition:
                await PartitionAsync(victim!, fault == FaultKind.OneWayPartition, cancellationToken);
                break;
            case FaultKind.RestartAll:
                await RestartAllAsync();
                break;
            case FaultKind.NodeAdded:
                victim!.Start();
                break;
            case FaultKind.RollingRestart:
                await RollAsync(cancellationToken);
                break;
            case FaultKind.BusyProcessors:
                await BeBusyAsync(TimeSpan.FromSeconds(20), cancellationToken);
                break;
        }
    }

    private async Task PartitionAsync(NodeProcess victim, bool oneWay, CancellationToken cancellationToken)
    {
        var networks = cluster.Networks ?? throw new InvalidOperationException("a partition needs nodes in network namespaces of their own; use --namespaces");
        var index = cluster.Nodes.IndexOf(victim);
        var others = Enumerable.Range(0, cluster.Nodes.Length).Where(i => i != index).ToList();
        var cuts = others.Select(other => (From: index, To: other)).Concat(oneWay ? [] : others.Select(other => (From: other, To: index))).ToList();
        cuts.ForEach(cut => networks.Cut(cut.From, cut.To));
        await Task.Delay(TimeSpan.FromSeconds(20), cancellationToken);
        cuts.ForEach(cut => networks.Mend(cut.From, cut.To));
    }

    private async Task RestartAllAsync()
    {
        foreach (var node in cluster.Nodes)
        {
            node.Kill();
            await node.EndedAsync(settleWithin);
        }

        cluster.StartAll();
    }

    private async Task RollAsync(CancellationToken cancellationToken)
    {
        foreach (var node in cluster.Nodes)
        {
            node.AskToEnd();
            await node.EndedAsync(settleWithin);
            await WaitUntilRemoteAsync(cancellationToken);
            node.Start();
            var began = Stopwatch.GetTimestamp();
            while (!await node.Client.IsReadyAsync(cancellationToken) && Stopwatch.GetElapsedTime(began) < settleWithin)
            {
                await Task.Delay(Look, cancellationToken);
            }
        }
    }

    private static async Task BeBusyAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(time);
        var token = stop.Token;
        await Task.WhenAll(Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!token.IsCancellationRequested)
                {
                    Thread.SpinWait(10_000);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Until each affected cabinet has a new owner that commands it, or all are where they were after a fault that costs no owner.</summary>
    private async Task WaitUntilTakenAsync(
        ImmutableArray<ClusterCabinet> affected, long at, FaultKind fault, NodeProcess? victim, CancellationToken cancellationToken)
    {
        if (fault is FaultKind.ShortPause or FaultKind.BusyProcessors or FaultKind.RollingRestart)
        {
            await WaitUntilRemoteAsync(cancellationToken);
            return;
        }

        while (!affected.All(c => c.Witness.Grants is [.., var last] && last.At >= at && last.CommandedAt != 0)
            && Stopwatch.GetElapsedTime(at) < settleWithin)
        {
            RestartEnded(except: victim);
            await Task.Delay(Look, cancellationToken);
        }

        if (fault is FaultKind.Terminate or FaultKind.LongPause or FaultKind.Partition or FaultKind.OneWayPartition)
        {
            // The sleeper, or the one that was cut off, ends by itself once it sees that the others went on without it.
            await victim!.EndedAsync(TimeSpan.FromSeconds(40));
        }
    }

    private async Task WaitUntilRemoteAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (cluster.Cabinets.Any(c => c.Mode != CabinetMode.Remote) && Stopwatch.GetElapsedTime(began) < settleWithin)
        {
            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>As systemd does: who has ended is started again.</summary>
    /// <param name="except">Whom the trial keeps down.</param>
    private void RestartEnded(NodeProcess? except)
    {
        foreach (var node in cluster.Nodes)
        {
            if (node.IsRunning)
            {
                _endedAt.Remove(node);
            }
            else if (_endedAt.TryAdd(node, Stopwatch.GetTimestamp()) || Stopwatch.GetElapsedTime(_endedAt[node]) < RestartAfter || node == except)
            {
                continue;
            }
            else
            {
                node.Start();
            }
        }
    }

    private async Task<bool> IsSettledAsync(CancellationToken cancellationToken) =>
        cluster.Nodes.All(n => n.IsRunning)
        && cluster.Cabinets.All(c => c.Mode == CabinetMode.Remote)
        && await cluster.StatusAsync(cancellationToken) is { } status
        && status.Members.Count(m => m.MayOwn) == cluster.Nodes.Length
        && status.Intersections.All(i => i.IsOurs && (i.Home.Length == 0 || i.Home == i.Owner));
}
