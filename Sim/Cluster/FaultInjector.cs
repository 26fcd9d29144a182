using System.Diagnostics;
using Signals.Actors.Messages.Serialization;

namespace Signals.Sim.Cluster;

/// <summary>Does to the nodes of a cluster what happens to nodes.</summary>
/// <param name="cluster">All nodes started.</param>
/// <param name="settleWithin">Longest wait for a node to end, to begin, or for everybody to be controlled.</param>
/// <param name="longFault">Length of the longer pause, of partitions and of full disks.</param>
internal sealed class FaultInjector(LocalCluster cluster, TimeSpan settleWithin, TimeSpan longFault)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Forecasts are sent once a second.</summary>
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortFault = TimeSpan.FromSeconds(3);

    /// <summary>Does it; returns how often a node that shared the cluster with another version heard nothing, or could not read what it heard.</summary>
    public async Task<int> DoAsync(FaultKind fault, NodeProcess? victim, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case FaultKind.Terminate:
                victim!.AskToEnd();
                break;
            case FaultKind.KillWorker or FaultKind.KillOldest or FaultKind.KillLowest:
                victim!.Kill();
                break;
            case FaultKind.ShortPause or FaultKind.LongPause:
                victim!.Pause();
                await Task.Delay(fault == FaultKind.ShortPause ? ShortFault : longFault, cancellationToken);
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
                await RollAsync(wireVersion: null, cancellationToken);
                break;
            case FaultKind.RollingUpgrade:
                return await RollAsync(WireVersion.Newest, cancellationToken);
            case FaultKind.FrozenDisk:
                victim!.Disk!.Freeze();
                await Task.Delay(longFault, cancellationToken);
                victim.Disk.Thaw();
                break;
            case FaultKind.FullDisk:
                victim!.Disk!.Fill();
                await Task.Delay(longFault, cancellationToken);
                victim.Disk.Empty();
                break;
            case FaultKind.BusyProcessors:
                await BeBusyAsync(longFault, cancellationToken);
                break;
        }

        return 0;
    }

    private async Task PartitionAsync(NodeProcess victim, bool oneWay, CancellationToken cancellationToken)
    {
        var networks = cluster.Networks ?? throw new InvalidOperationException("a partition needs nodes in network namespaces of their own; use --namespaces");
        var index = cluster.Nodes.IndexOf(victim);
        var others = Enumerable.Range(0, cluster.Nodes.Length).Where(i => i != index).ToList();
        var cuts = others.Select(other => (From: index, To: other)).Concat(oneWay ? [] : others.Select(other => (From: other, To: index))).ToList();
        cuts.ForEach(cut => networks.Cut(cut.From, cut.To));
        await Task.Delay(longFault, cancellationToken);
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

    /// <summary>Ends and starts one node after the other; the next one when everybody is controlled and hears its neighbours.</summary>
    /// <param name="wireVersion">Version of messages that they know afterwards; null for the same as before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How often a node heard nothing, or could not read what it heard.</returns>
    public async Task<int> RollAsync(int? wireVersion, CancellationToken cancellationToken)
    {
        var unheard = 0;
        foreach (var node in cluster.Nodes)
        {
            node.AskToEnd();
            await node.EndedAsync(settleWithin);
            await cluster.UntilRemoteAsync(settleWithin, cancellationToken);
            if (wireVersion is { } version)
            {
                node.Speak(version);
            }

            node.Start();
            var began = Stopwatch.GetTimestamp();
            while (!await node.Client.IsReadyAsync(cancellationToken) && Stopwatch.GetElapsedTime(began) < settleWithin)
            {
                await Task.Delay(Look, cancellationToken);
            }

            unheard += wireVersion is null ? 0 : await ListenAsync(cancellationToken);
        }

        return unheard;
    }

    /// <summary>Waits until each node that runs anything has heard a neighbour of another node again; returns how many have not, or could not read something.</summary>
    private async Task<int> ListenAsync(CancellationToken cancellationToken)
    {
        var unheard = 0;
        foreach (var node in cluster.Nodes)
        {
            var began = Stopwatch.GetTimestamp();
            var measured = await node.Client.MeasureAsync(cancellationToken);
            var unread = measured.UnreadMessages;
            do
            {
                await Task.Delay(Listening, cancellationToken);
                measured = await node.Client.MeasureAsync(cancellationToken);
                unread += measured.UnreadMessages;
            }
            while (measured.ForecastsReceived == 0 && Stopwatch.GetElapsedTime(began) < settleWithin);

            unheard += measured.ForecastsReceived == 0 || unread > 0 ? 1 : 0;
        }

        return unheard;
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
}
