using Signals.Modbus.Transport;

namespace Signals.Modbus.Server;

/// <summary>
/// Slaves on one stream that this side opens: a serial line (RTU), or anything a connector makes. When the stream ends or
/// fails it is opened again, so that an unplugged adapter comes back by itself.
/// </summary>
public sealed class ModbusStreamSlaveNetwork : ModbusSlaveNetwork
{
    /// <summary>Wait before the line is opened again.</summary>
    private static readonly TimeSpan ReopenDelay = TimeSpan.FromSeconds(1);

    private readonly IModbusConnector _line;
    private readonly ModbusFraming _framing;
    private readonly bool _isSerial;

    /// <param name="line">Opens the stream.</param>
    /// <param name="framing">Default RTU.</param>
    /// <param name="isSerial">
    /// Default true: frames are delimited by the line's silence, noise and idle time never end it. False: the bounds of a socket apply.
    /// </param>
    public ModbusStreamSlaveNetwork(
        IModbusConnector line,
        ModbusFraming framing = ModbusFraming.Rtu,
        bool isSerial = true,
        ModbusSlaveNetworkOptions? options = null,
        TimeProvider? timeProvider = null)
        : base(options, timeProvider)
    {
        ArgumentNullException.ThrowIfNull(line);
        _line = line;
        _framing = framing;
        _isSerial = isSerial;
    }

    public override async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await ServeOnceAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(ReopenDelay, TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task ServeOnceAsync(CancellationToken stop)
    {
        var peer = new ModbusPeer(_line.Endpoint);
        Stream stream;
        try
        {
            stream = await _line.ConnectAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a connector throws, it means "no line yet": it is reported, and tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref Counters.Refused);
            Options.ConnectionEnded?.Invoke(peer, failure);
            return;
        }

        await using (stream.ConfigureAwait(false))
        {
            Interlocked.Increment(ref Counters.Accepted);
            await ServeAsync(stream, peer, _framing, _isSerial ? _line.SilentInterval : null, stop).ConfigureAwait(false);
        }
    }
}
