using System.Threading.Channels;
using Signals.Modbus.Transport;

namespace Signals.Tests.Modbus;

/// <summary>The far end of a master's connections, played by the test byte by byte.</summary>
public sealed class ScriptedSlave : IModbusConnector, IDisposable
{
    private readonly Channel<DuplexStream> _accepted = Channel.CreateUnbounded<DuplexStream>();
    private readonly List<DuplexStream> _all = [];

    public string Endpoint => "scripted slave";

    public TimeSpan SilentInterval { get; init; }

    /// <summary>Bytes that a connection takes unread before the master's writes wait.</summary>
    public int Capacity { get; init; } = 65536;

    /// <summary>Attempts to connect so far, failed ones included.</summary>
    public int Attempts { get; private set; }

    /// <summary>Thrown by the next attempts, while set.</summary>
    public Exception? Refuse { get; set; }

    public ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Attempts++;
        if (Refuse is { } refusal)
        {
            throw refusal;
        }

        var (near, far) = DuplexStream.CreatePair(Capacity);
        _all.Add(far);
        _accepted.Writer.TryWrite(far);
        return ValueTask.FromResult<Stream>(near);
    }

    /// <summary>The next connection that the master makes.</summary>
    public async Task<ScriptedConnection> AcceptAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        return new ScriptedConnection(await _accepted.Reader.ReadAsync(deadline.Token));
    }

    public void Dispose()
    {
        foreach (var stream in _all)
        {
            stream.Dispose();
        }
    }
}
