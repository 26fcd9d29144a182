using System.Collections.Immutable;
using System.Net;
using Signals.Sim.Field;

namespace Signals.Sim.Cluster;

/// <summary>Emulated sensors that tell every node: whoever owns an intersection has its traffic at once.</summary>
internal sealed class FanOutSensorOutput(IEnumerable<IPEndPoint> nodes) : ISensorOutput, IDisposable
{
    private readonly ImmutableArray<UdpSensorOutput> _outputs = [.. nodes.Select(node => new UdpSensorOutput(node))];

    public long Sent => _outputs.Sum(o => o.Sent);

    public long Dropped => _outputs.Sum(o => o.Dropped);

    public void Send(string topic, ReadOnlySpan<byte> message)
    {
        foreach (var output in _outputs)
        {
            output.Send(topic, message);
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_outputs.Select(o => o.RunAsync(cancellationToken)));

    public void Dispose()
    {
        foreach (var output in _outputs)
        {
            output.Dispose();
        }
    }
}
