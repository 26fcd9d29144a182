using System.IO.Ports;

namespace Signals.Modbus.Transport;

/// <summary>Opens a serial port; every connect opens it anew, which also empties its buffers.</summary>
public sealed class SerialConnector(SerialSettings settings) : IModbusConnector
{
    public string Endpoint => settings.PortName;

    public TimeSpan SilentInterval => settings.SilentInterval;

    /// <exception cref="UnauthorizedAccessException">The port is in use, or this user may not open it (on Debian: group dialout).</exception>
    /// <exception cref="IOException">There is no such port, or it refuses the settings.</exception>
    public ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var port = new SerialPort(settings.PortName, settings.BaudRate, settings.Parity, 8, settings.StopBits);
        try
        {
            port.Open();
            port.DiscardInBuffer();
            return ValueTask.FromResult<Stream>(new SerialPortStream(port));
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }
}
