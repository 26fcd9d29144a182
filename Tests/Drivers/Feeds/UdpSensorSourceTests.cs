using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Tests.Support;

namespace Signals.Tests.Drivers.Feeds;

[TestFixture, Category("Integration")]
public sealed class UdpSensorSourceTests
{
    [Test]
    public async Task Datagrams_reach_the_feed_and_bad_ones_are_counted_without_ending_it()
    {
        var rig = new FeedRig();
        using var stop = new CancellationTokenSource();
        using var source = new UdpSensorSource(new IPEndPoint(IPAddress.Loopback, 0), rig.Router, NullLogger<UdpSensorSource>.Instance);
        var running = source.RunAsync(stop.Token);
        using var sender = new UdpClient();
        sender.Connect(source.LocalEndPoint);
        using var writer = rig.Writer();

        await sender.SendAsync(new byte[1401]);
        await sender.SendAsync("rubbish"u8.ToArray());
        await sender.SendAsync(Array.Empty<byte>());
        var on = writer.Event(1, rig.Now, true).ToArray();
        var off = writer.Event(1, rig.Now + Duration.Tenth, false).ToArray();
        byte[] two = [.. on, (byte)'\n', .. off, (byte)'\n'];
        await sender.SendAsync(two);

        await Eventually.IsTrue(() => rig.Feed.Counters[FeedOutcome.Accepted] == 2, "both messages of the last datagram arrive");
        Assert.That(rig.Router.Counters[FeedOutcome.Malformed], Is.EqualTo(2));
        Assert.That(rig.DrainAll().Select(r => r.On), Is.EqualTo(new[] { true, false }));
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public void Port_in_use_is_refused_at_start_with_what_to_do()
    {
        var rig = new FeedRig();
        using var first = new UdpSensorSource(new IPEndPoint(IPAddress.Loopback, 0), rig.Router, NullLogger<UdpSensorSource>.Instance);
        var error = Assert.Throws<IOException>(() => new UdpSensorSource(first.LocalEndPoint, rig.Router, NullLogger<UdpSensorSource>.Instance).Dispose());
        Assert.That(error!.Message, Does.Contain("choose a free port"));
    }
}
