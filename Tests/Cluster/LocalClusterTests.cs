using System.Net.Sockets;
using System.Text.Json;
using Signals.Sim.Cluster;
using Signals.Sim.Demand;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

/// <summary>The emulated roadside of a cluster run, without any node.</summary>
[Category("Integration")]
[Platform("Linux")]
public sealed class LocalClusterTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task Sensors_of_every_copy_of_a_corridor_report_for_that_copy(CancellationToken cancellationToken)
    {
        var path = TestCorridors.PathOf("main-street.yaml");
        await using var cluster = LocalCluster.Prepare(
            new FileInfo(path), ScenarioFile.Load(ScenarioFile.PathFor(path)), new ClusterOptions { Nodes = 2, Copies = 3 }, networks: null, folder: null);
        using var node = new UdpClient(cluster.Nodes[1].Sensors);
        var expected = cluster.Cabinets.Select(c => c.Id).ToHashSet();
        var heard = new HashSet<string>();

        while (!heard.IsSupersetOf(expected))
        {
            var datagram = await node.ReceiveAsync(cancellationToken);
            heard.Add(JsonDocument.Parse(datagram.Buffer).RootElement.GetProperty("site").GetString()!);
        }

        Assert.That(heard, Is.EquivalentTo(expected));
        Assert.That(cluster.Cabinets.Select(c => c.Server.With(s => s.Intersection.Device)), Is.Unique, "each has its own turn within the second");
    }
}
