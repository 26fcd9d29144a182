using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Signals.Actors.Messages.Serialization;
using Signals.Core.Ports;

namespace Signals.Sim.Cluster;

/// <summary>Does one thing after another to a running cluster, measures what each costs, and waits until everything is settled again.</summary>
/// <param name="cluster">All nodes started.</param>
/// <param name="watch">Running.</param>
/// <param name="settleWithin">Longest wait for everything to be as it was.</param>
/// <param name="longFault">Length of pauses, partitions and full disks; null for 20 s.</param>
public sealed class FaultTrial(LocalCluster cluster, ClusterWatch watch, TimeSpan settleWithin, TimeSpan? longFault = null)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Pause before an ended node is started again, as in the unit file.</summary>
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(2);

    private readonly FaultInjector _injector = new(cluster, settleWithin, longFault ?? TimeSpan.FromSeconds(20));
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
            await cluster.UntilRemoteAsync(settleWithin, cancellationToken);
        }

        if (fault == FaultKind.RollingUpgrade)
        {
            await _injector.RollAsync(wireVersion: WireVersion.Newest - 1, cancellationToken);
            await SettleAsync(cancellationToken);
        }

        watch.Mark();
        var at = Stopwatch.GetTimestamp();
        var unheard = await _injector.DoAsync(fault, victim, cancellationToken);
        await WaitUntilTakenAsync(affected, at, fault, victim, cancellationToken);
        var unowned = await SettleAsync(cancellationToken);
        var (worst, meanwhile) = watch.Read();
        var grants = cluster.Cabinets.SelectMany(c => c.Witness.Grants.Where(g => g.At >= at)).ToList();
        var takeovers = affected.Select(c => c.Witness.Grants.FirstOrDefault(g => g.At >= at && g.CommandedAt != 0)).Where(g => g.CommandedAt != 0).ToList();
        return new FaultResult(
            fault, victim?.Name ?? "", affected.Length, worst.TotalSeconds,
            takeovers.Count == 0 ? null : takeovers.Max(g => Stopwatch.GetElapsedTime(at, g.CommandedAt).TotalSeconds), meanwhile, grants.Count,
            cluster.Cabinets.Sum(c => c.Witness.FromTwoOwners), cluster.Cabinets.Sum(c => c.Findings) - findings, unowned, unheard);
    }

    private async Task<NodeProcess?> VictimAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        if (fault is FaultKind.RestartAll or FaultKind.RollingRestart or FaultKind.RollingUpgrade or FaultKind.BusyProcessors)
        {
            return null;
        }

        var members = (await cluster.StatusAsync(cancellationToken))?.Members ?? [];
        var oldest = members.FirstOrDefault(m => m.IsOldest)?.Node;
        return fault switch
        {
            FaultKind.KillOldest => cluster.Nodes.First(n => n.Name == oldest),
            FaultKind.KillLowest => cluster.Nodes.First(n => n.Name == members.MinBy(m => Address.Parse(m.Address), Member.AddressOrdering)!.Node),
            _ => cluster.Nodes.Last(n => n.Name != oldest && n.IsRunning),
        };
    }

    /// <summary>Two nodes go on alone, each of them, and become one again later.</summary>
    private bool IsPair => cluster.Nodes.Length == 2;

    /// <summary>Until each affected cabinet has a new owner that commands it, or all are where they were after a fault that costs no owner.</summary>
    private async Task WaitUntilTakenAsync(
        ImmutableArray<ClusterCabinet> affected, long at, FaultKind fault, NodeProcess? victim, CancellationToken cancellationToken)
    {
        var stays = fault is FaultKind.ShortPause or FaultKind.BusyProcessors or FaultKind.RollingRestart or FaultKind.RollingUpgrade or FaultKind.FrozenDisk or FaultKind.FullDisk;
        if (stays || (IsPair && fault is FaultKind.Partition or FaultKind.OneWayPartition))
        {
            await cluster.UntilRemoteAsync(settleWithin, cancellationToken);
            return;
        }

        while (!affected.All(c => c.Witness.Grants is [.., var last] && last.At >= at && last.CommandedAt != 0)
            && Stopwatch.GetElapsedTime(at) < settleWithin)
        {
            RestartEnded(except: victim);
            await Task.Delay(Look, cancellationToken);
        }

        if (fault == FaultKind.Terminate || (!IsPair && fault is FaultKind.LongPause or FaultKind.Partition or FaultKind.OneWayPartition))
        {
            // The sleeper, or the one that was cut off, ends by itself once it sees that the others went on without it.
            await victim!.EndedAsync(TimeSpan.FromSeconds(40));
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
