namespace Signals.Modbus.Transport;

/// <summary>Makes byte streams to one endpoint. Implement it to run over something else, or to put faults in between.</summary>
public interface IModbusConnector
{
    /// <summary>For messages: host and port, or the serial port.</summary>
    string Endpoint { get; }

    /// <summary>Silence owed between RTU frames (t3.5); zero where the medium has no such notion.</summary>
    TimeSpan SilentInterval => TimeSpan.Zero;

    /// <summary>A new open stream, which the caller disposes. Called again after every lost connection.</summary>
    /// <exception cref="IOException">Or <see cref="System.Net.Sockets.SocketException"/>, or another failure to connect.</exception>
    ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken);
}
