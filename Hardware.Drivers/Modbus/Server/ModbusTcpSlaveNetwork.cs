using System.Net;
using System.Net.Sockets;
using Signals.Modbus.Security;

namespace Signals.Modbus.Server;

/// <summary>Slaves on a TCP port: Modbus/TCP, Modbus/TCP Security (TLS) or RTU over TCP. Any number of masters up to the bound.</summary>
public sealed class ModbusTcpSlaveNetwork : ModbusSlaveNetwork
{
    /// <summary>Wait after a failed accept (for example, out of file descriptors).</summary>
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly IPEndPoint _endPoint;
    private readonly ModbusFraming _framing;
    private readonly TlsServerSettings? _tls;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _sessions = [];
    private Socket? _listener;

    /// <param name="endPoint">Address and port to listen on; port 0 takes a free one, see <see cref="LocalEndPoint"/>.</param>
    /// <param name="framing">Default Modbus/TCP.</param>
    /// <param name="tls">Certificates; null: plain TCP, which belongs on loopback or an isolated segment.</param>
    public ModbusTcpSlaveNetwork(
        IPEndPoint endPoint,
        ModbusFraming framing = ModbusFraming.Tcp,
        TlsServerSettings? tls = null,
        ModbusSlaveNetworkOptions? options = null,
        TimeProvider? timeProvider = null)
        : base(options, timeProvider)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        if (tls is not null && framing != ModbusFraming.Tcp)
        {
            throw new ArgumentException("Modbus/TCP Security carries Modbus/TCP frames; use ModbusFraming.Tcp with TLS", nameof(framing));
        }

        _endPoint = endPoint;
        _framing = framing;
        _tls = tls;
    }

    /// <summary>The address in use once <see cref="ListenAsync"/> has been called (it binds before it returns its task).</summary>
    /// <exception cref="InvalidOperationException">Not listening yet.</exception>
    public IPEndPoint LocalEndPoint =>
        (IPEndPoint?)_listener?.LocalEndPoint ?? throw new InvalidOperationException("call ListenAsync first: it binds the port");

    /// <summary>Masters connected now.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    /// <exception cref="SocketException">The port cannot be bound; thrown at once, not through the task.</exception>
    public override Task ListenAsync(CancellationToken cancellationToken)
    {
        if (_listener is not null)
        {
            throw new InvalidOperationException("this network has been listening already; create another");
        }

        var listener = new Socket(_endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(_endPoint);
            listener.Listen();
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        _listener = listener;
        return AcceptAsync(listener, cancellationToken);
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                try
                {
                    Begin(await listener.AcceptAsync(stop).ConfigureAwait(false), stop);
                }
                catch (SocketException)
                {
                    await Task.Delay(AcceptRetryDelay, TimeProvider, stop).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            listener.Dispose();
        }

        Task[] sessions;
        lock (_gate)
        {
            sessions = [.. _sessions];
        }

        await Task.WhenAll(sessions).ConfigureAwait(false);
    }

    private void Begin(Socket socket, CancellationToken stop)
    {
        lock (_gate)
        {
            if (_sessions.Count >= Options.MaxConnections)
            {
                Interlocked.Increment(ref Counters.Refused);
                socket.Dispose();
                return;
            }

            Interlocked.Increment(ref Counters.Accepted);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _sessions.Add(ended.Task);
            _ = SessionAsync(socket, ended, stop);
        }
    }

    private async Task SessionAsync(Socket socket, TaskCompletionSource ended, CancellationToken stop)
    {
        // Off the accept loop: one peer's first request must not hold up the next peer.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using (socket)
            {
                socket.NoDelay = true;
                var name = socket.RemoteEndPoint?.ToString() ?? "unknown";
                var plain = new NetworkStream(socket, ownsSocket: false);
                await using (plain.ConfigureAwait(false))
                {
                    await (_tls is null
                        ? ServeAsync(plain, new ModbusPeer(name), _framing, null, stop)
                        : ServeSecurelyAsync(plain, name, _tls, stop)).ConfigureAwait(false);
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            // The peer was gone before or while the socket closed; its session has been reported already.
        }
        finally
        {
            lock (_gate)
            {
                _sessions.Remove(ended.Task);
            }

            ended.SetResult();
        }
    }
}
