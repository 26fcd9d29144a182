using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Signals.Core.Sensing;
using Signals.Drivers.Feeds;
using Signals.Tests.Support;

namespace Signals.Tests.Drivers.Feeds;

[TestFixture, Category("Integration")]
public sealed class MqttSensorSourceTests
{
    [Test]
    public async Task Messages_reach_the_feed_and_a_broker_restart_is_survived()
    {
        var rig = new FeedRig();
        var port = FreePort();
        using var stop = new CancellationTokenSource();
        using var source = new MqttSensorSource(
            new MqttSensorOptions { Host = "127.0.0.1", Port = port, ClientId = "controller", FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromMilliseconds(200) },
            rig.Router, TimeProvider.System, NullLogger<MqttSensorSource>.Instance);
        var running = source.RunAsync(stop.Token); // before there is a broker: it must keep trying
        using var writer = rig.Writer();
        for (var life = 1; life <= 2; life++)
        {
            using var broker = await BrokerAsync(port);
            await Eventually.IsTrue(() => source.IsConnected && source.Connections == life, $"connected to broker life {life}");
            await PublishAsync(broker, writer.TopicOf(ReadingKind.Event), writer.Event(1, rig.Now, true));
            await PublishAsync(broker, "tsc/v1/X1/det/radar-07/event", "rubbish"u8.ToArray());
            await PublishAsync(broker, "tsc/v1/X9/det/radar-07/event", writer.Event(1, rig.Now, false)); // not subscribed
            await PublishAsync(broker, writer.TopicOf(ReadingKind.Interval), writer.Interval(1, rig.Now, rig.Now + Signals.Core.Units.Duration.Tenth, 3));
            await Eventually.IsTrue(() => rig.Feed.Counters[FeedOutcome.Accepted] == 2 * life, "two good messages each life");
            Assert.That(rig.Feed.Counters[FeedOutcome.Malformed], Is.EqualTo(life));
            await broker.StopAsync();
        }

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(source.IsConnected, Is.False);
    }

    [Test]
    public async Task Packet_larger_than_a_message_does_not_reach_the_feed_nor_end_the_source()
    {
        var rig = new FeedRig();
        var port = FreePort();
        using var stop = new CancellationTokenSource();
        using var broker = await BrokerAsync(port);
        using var source = new MqttSensorSource(
            new MqttSensorOptions { Host = "127.0.0.1", Port = port, ClientId = "controller", FirstPause = TimeSpan.FromMilliseconds(50) },
            rig.Router, TimeProvider.System, NullLogger<MqttSensorSource>.Instance);
        var running = source.RunAsync(stop.Token);
        await Eventually.IsTrue(() => source.IsConnected, "connected");
        using var writer = rig.Writer();
        await PublishAsync(broker, writer.TopicOf(ReadingKind.Event), new byte[1_000_000]);
        await Eventually.IsTrue(
            () =>
            {
                PublishAsync(broker, writer.TopicOf(ReadingKind.Event), writer.Event(1, rig.Now, true)).GetAwaiter().GetResult();
                return rig.Feed.Counters[FeedOutcome.Accepted] > 0;
            },
            "a good message arrives after the monster");
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task<MqttServer> BrokerAsync(int port)
    {
        var broker = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointPort(port).WithDefaultEndpointBoundIPAddress(System.Net.IPAddress.Loopback).Build());
        await broker.StartAsync();
        return broker;
    }

    private static Task PublishAsync(MqttServer broker, string topic, ReadOnlyMemory<byte> payload) =>
        broker.InjectApplicationMessage(
            new InjectedMqttApplicationMessage(
                new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload.ToArray())
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build()) { SenderClientId = "sensors" });

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }
}
