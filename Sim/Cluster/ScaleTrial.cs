using System.Diagnostics;
using Signals.Core.Ports;

namespace Signals.Sim.Cluster;

/// <summary>Starts a cluster, waits until everybody has an owner at home, and measures for a while what that takes.</summary>
/// <param name="cluster">Prepared; no node started.</param>
public sealed class ScaleTrial(LocalCluster cluster)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Adaptive control, estimates and caches are at work after this.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    /// <param name="patience">Longest wait for everybody to be controlled from home.</param>
    /// <param name="length">Time that is measured.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A node has ended.</exception>
    public async Task<ScaleResult> RunAsync(TimeSpan patience, TimeSpan length, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        cluster.StartAll();
        while (!await IsSettledAsync(cancellationToken) && Stopwatch.GetElapsedTime(began) < patience)
        {
            await Task.Delay(Look, cancellationToken);
        }

        var settledAfter = Stopwatch.GetElapsedTime(began);
        await Task.Delay(WarmUp, cancellationToken);
        await MeasureAsync(cancellationToken);
        var (load, field, accepted) = (MachineLoad.Now(), Environment.CpuUsage.TotalTime, Accepted);
        await Task.Delay(length, cancellationToken);
        return new ScaleResult(
            cluster.Cabinets.Length, settledAfter < patience ? settledAfter.TotalSeconds : null, [.. await MeasureAsync(cancellationToken)],
            (Environment.CpuUsage.TotalTime - field).TotalSeconds, MachineLoad.Now().Since(load), Environment.ProcessorCount, MachineLoad.MemoryLeft(), Accepted - accepted,
            cluster.Cabinets.Sum(c => c.Witness.FromTwoOwners), cluster.Cabinets.Sum(c => c.Findings), cluster.Cabinets.Count(c => c.Mode == CabinetMode.Remote));
    }

    private long Accepted => cluster.Cabinets.Sum(c => c.Witness.Commands);

    private Task<Controller.Service.NodeMeasures[]> MeasureAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(cluster.Nodes.Select(n => n.Client.MeasureAsync(cancellationToken)));

    private async Task<bool> IsSettledAsync(CancellationToken cancellationToken) =>
        cluster.Cabinets.All(c => c.Mode == CabinetMode.Remote)
        && await cluster.StatusAsync(cancellationToken) is { } status
        && status.Intersections.All(i => i.IsOurs && (i.Home.Length == 0 || i.Home == i.Owner));
}
