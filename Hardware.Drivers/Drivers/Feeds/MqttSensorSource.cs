using System.Buffers;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Signals.Drivers.Feeds;

/// <summary>
/// Receives sensor messages from an MQTT 5 broker, for the sites of the router. Reconnects for ever, with growing pauses; a broker that is down is a fault of the sensors,
/// never of the tick.
/// </summary>
public sealed class MqttSensorSource : IDisposable
{
    /// <summary>Topic, properties and fixed header beside the payload.</summary>
    private const int PacketOverhead = 512;
    private static readonly TimeSpan LifeSign = TimeSpan.FromSeconds(5);

    private readonly IMqttClient _client;
    private readonly MqttClientOptions _options;
    private readonly MqttClientSubscribeOptions _subscription;
    private readonly MqttSensorOptions _settings;
    private readonly SensorRouter _router;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _lost = new(0);

    public MqttSensorSource(MqttSensorOptions settings, SensorRouter router, TimeProvider time, ILogger<MqttSensorSource> logger)
    {
        _settings = settings;
        _router = router;
        _time = time;
        _logger = logger;
        var factory = new MqttClientFactory();
        _client = factory.CreateMqttClient();
        _client.ApplicationMessageReceivedAsync += Route;
        _client.DisconnectedAsync += _ =>
        {
            _lost.Release();
            return Task.CompletedTask;
        };
        _options = OptionsOf(settings);
        _subscription = SubscriptionOf(factory, settings, router);
    }

    /// <summary>Connected and subscribed now.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Connections made since start.</summary>
    public long Connections { get; private set; }

    /// <summary>Connects, subscribes and stays connected until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = _settings.FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(cancellationToken).ConfigureAwait(false);
                pause = _settings.FirstPause;
                while (_client.IsConnected)
                {
                    await _lost.WaitAsync(LifeSign, cancellationToken).ConfigureAwait(false);
                }

                _logger.LogWarning("sensor broker {Host}:{Port} closed the connection; reconnecting", _settings.Host, _settings.Port);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Whatever the client library throws here means: no broker now. It must not end the service.
                _logger.LogWarning(
                    "sensor broker {Host}:{Port} cannot be reached: {Error}; next try in {Pause} s", _settings.Host, _settings.Port, e.Message, pause.TotalSeconds);
            }

            IsConnected = false;
            await PauseAsync(pause, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _settings.LongestPause.Ticks));
        }

        await LeaveAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _client.Dispose();
        _lost.Dispose();
    }

    private static MqttClientOptions OptionsOf(MqttSensorOptions settings)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(settings.Host, settings.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(settings.ClientId)
            .WithCleanStart() // what waited while we were away is history
            .WithMaximumPacketSize(SensorMessage.MaximumBytes + PacketOverhead)
            .WithKeepAlivePeriod(LifeSign)
            .WithTimeout(settings.Timeout);
        builder = settings.Tls ? builder.WithTlsOptions(o => o.UseTls()) : builder;
        builder = settings.User is { } user ? builder.WithCredentials(user, settings.Password) : builder;
        return builder.Build();
    }

    private static MqttClientSubscribeOptions SubscriptionOf(MqttClientFactory factory, MqttSensorOptions settings, SensorRouter router)
    {
        var builder = factory.CreateSubscribeOptionsBuilder();
        foreach (var feed in router.Feeds)
        {
            var topic = SensorTopic.FilterOf(feed.Site);
            builder = builder.WithTopicFilter(
                topic, (MqttQualityOfServiceLevel)settings.QualityOfService, noLocal: false, retainAsPublished: false, MqttRetainHandling.DoNotSendOnSubscribe);
        }

        return builder.Build();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_settings.Timeout);
        await _client.ConnectAsync(_options, deadline.Token).ConfigureAwait(false);
        var answer = await _client.SubscribeAsync(_subscription, deadline.Token).ConfigureAwait(false);
        foreach (var item in answer.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
            {
                _logger.LogError(
                    "sensor broker {Host} refuses topic {Topic} ({Code}); allow user {User} to read it", _settings.Host, item.TopicFilter.Topic, item.ResultCode, _settings.User);
            }
        }

        IsConnected = true;
        Connections++;
        _logger.LogInformation("sensor broker {Host}:{Port} connected, {Count} sites", _settings.Host, _settings.Port, _router.Feeds.Count);
    }

    private Task Route(MqttApplicationMessageReceivedEventArgs e)
    {
        var payload = e.ApplicationMessage.Payload;
        if (payload.IsSingleSegment)
        {
            _router.Receive(payload.FirstSpan, e.ApplicationMessage.Topic);
            return Task.CompletedTask;
        }

        Span<byte> whole = stackalloc byte[SensorMessage.MaximumBytes + 1];
        var length = (int)Math.Min(payload.Length, whole.Length);
        payload.Slice(0, length).CopyTo(whole);
        _router.Receive(whole[..length], e.ApplicationMessage.Topic);
        return Task.CompletedTask;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop looks at the token.
        }
    }

    private async Task LeaveAsync()
    {
        IsConnected = false;
        if (!_client.IsConnected)
        {
            return;
        }

        try
        {
            using var deadline = new CancellationTokenSource(_settings.Timeout);
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _logger.LogDebug("sensor broker {Host}: {Error} while leaving", _settings.Host, e.Message);
        }
    }
}
