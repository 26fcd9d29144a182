using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;

namespace Signals.Sim.Field;

/// <summary>
/// Emulated sensors on MQTT 5. At most once, as sensors on their own network do: a lost message shows as a gap in the sensor's sequence. Reconnects
/// for ever; what waited while the broker was away is sent when it is back, as far as the queue holds it.
/// </summary>
public sealed class MqttSensorOutput : ISensorOutput, IDisposable
{
    /// <summary>About five seconds of a large corridor.</summary>
    private const int Capacity = 4096;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private readonly Channel<MqttApplicationMessage> _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _broker;
    private long _sent, _dropped;

    public MqttSensorOutput(string host, int port, TimeProvider time, ILogger<MqttSensorOutput> logger)
    {
        _time = time;
        _logger = logger;
        _broker = $"{host}:{port}";
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer(host, port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId($"emulated-sensors-{Environment.ProcessId}-{Guid.NewGuid():N}")
            .WithCleanStart()
            .WithTimeout(Deadline)
            .Build();
        _queue = Channel.CreateBounded<MqttApplicationMessage>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    public long Sent => Interlocked.Read(ref _sent);

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Send(string topic, ReadOnlySpan<byte> message) =>
        _queue.Writer.TryWrite(new MqttApplicationMessage { Topic = topic, PayloadSegment = message.ToArray() });

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await TryPublishAsync(cancellationToken);
                await Task.Delay(Pause, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The way it ends.
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task TryPublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WithinAsync(deadline => _client.ConnectAsync(_options, deadline), cancellationToken);
            await foreach (var message in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                await WithinAsync(deadline => _client.PublishAsync(message, deadline), cancellationToken);
                Interlocked.Increment(ref _sent);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not OutOfMemoryException)
        {
            // Whatever the client library throws here means: no broker now.
            _logger.LogWarning("sensor broker {Broker}: {Error}; trying again in {Pause} s", _broker, failure.Message, Pause.TotalSeconds);
        }
    }

    private static async Task WithinAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        await work(deadline.Token);
    }
}
