using System.Net;
using Microsoft.Extensions.Logging;
using Signals.Drivers.Feeds;

namespace Signals.Controller.Hosting;

/// <summary>The ways by which sensor messages come in.</summary>
internal sealed class SensorSources : IDisposable
{
    private readonly UdpSensorSource? _udp;
    private readonly MqttSensorSource? _mqtt;
    private readonly FeedMeter _meter;

    private SensorSources(SensorRouter router, UdpSensorSource? udp, MqttSensorSource? mqtt)
    {
        _udp = udp;
        _mqtt = mqtt;
        _meter = new FeedMeter(router);
    }

    public IPEndPoint? UdpEndPoint => _udp?.LocalEndPoint;

    /// <exception cref="IOException">The UDP port cannot be bound.</exception>
    public static SensorSources Open(IEnumerable<DetectorFeed> feeds, ControllerOptions options, TimeProvider time)
    {
        var loggers = options.Loggers;
        var router = new SensorRouter(feeds, options.Feeds, time, loggers.CreateLogger<SensorRouter>());
        var udp = options.Udp is { } bind ? new UdpSensorSource(bind, router, loggers.CreateLogger<UdpSensorSource>()) : null;
        var mqtt = options.Mqtt is { } broker ? new MqttSensorSource(broker, router, time, loggers.CreateLogger<MqttSensorSource>()) : null;
        return new SensorSources(router, udp, mqtt);
    }

    /// <summary>Receives until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _udp?.RunAsync(cancellationToken) ?? Task.CompletedTask, _mqtt?.RunAsync(cancellationToken) ?? Task.CompletedTask);

    public void Dispose()
    {
        _udp?.Dispose();
        _mqtt?.Dispose();
        _meter.Dispose();
    }
}
