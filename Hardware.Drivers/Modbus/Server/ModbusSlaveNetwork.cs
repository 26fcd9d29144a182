using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Signals.Modbus.Security;

namespace Signals.Modbus.Server;

/// <summary>The unit table and the serving of one byte stream; listeners derive from it. Thread-safe.</summary>
public abstract class ModbusSlaveNetwork : IModbusSlaveNetwork
{
    private static readonly TimeSpan SerialFrameGap = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TcpFrameGap = TimeSpan.FromMilliseconds(500);

    private readonly RequestDispatcher _dispatcher = new();

    protected ModbusSlaveNetwork(ModbusSlaveNetworkOptions? options, TimeProvider? timeProvider)
    {
        Options = (options ?? new ModbusSlaveNetworkOptions()).Validated();
        TimeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>What this network has seen so far.</summary>
    public ModbusSlaveNetworkStatistics Statistics => new(
        Interlocked.Read(ref Counters.Accepted),
        Interlocked.Read(ref Counters.Refused),
        Interlocked.Read(ref Counters.Requests),
        Interlocked.Read(ref Counters.Malformed),
        Interlocked.Read(ref Counters.TimedOut));

    /// <summary>The bounds in force.</summary>
    public ModbusSlaveNetworkOptions Options { get; }

    protected TimeProvider TimeProvider { get; }

    internal SessionCounters Counters { get; } = new();

    public abstract Task ListenAsync(CancellationToken cancellationToken);

    public void AddSlave(IModbusSlave slave)
    {
        ArgumentNullException.ThrowIfNull(slave);
        _dispatcher.Add(slave);
    }

    public IModbusSlave? GetSlave(byte unitId) => _dispatcher.Get(unitId);

    public bool RemoveSlave(byte unitId) => _dispatcher.Remove(unitId);

    /// <summary>Serves one stream until the peer closes it, misbehaves, or <paramref name="stop"/> is cancelled; reports the end; never throws.</summary>
    internal async Task ServeAsync(
        Stream stream, ModbusPeer peer, ModbusFraming framing, TimeSpan? serialSilence, CancellationToken stop)
    {
        var authorizer = Options.Authorizer ?? (peer.IsSecure ? RoleAuthorizer.Default : null);
        Exception? reason = null;
        try
        {
            if (framing == ModbusFraming.Tcp)
            {
                var session = new MbapSession(_dispatcher, Counters, Options, TimeProvider, peer, authorizer);
                await session.RunAsync(stream, stop).ConfigureAwait(false);
            }
            else
            {
                var line = new RtuLine(
                    Options.RtuSilence ?? (serialSilence is null ? TcpFrameGap : SerialFrameGap),
                    serialSilence ?? TimeSpan.Zero,
                    serialSilence is not null);
                var session = new RtuSession(_dispatcher, Counters, Options, TimeProvider, peer, authorizer, line);
                await session.RunAsync(stream, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // One peer's failure, of whatever kind, ends that peer's connection and is reported.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            reason = failure;
        }

        Options.ConnectionEnded?.Invoke(peer, reason);
    }

    /// <summary>Handshake first: the certificate gives the peer its role, and no request is read before.</summary>
    internal async Task ServeSecurelyAsync(Stream plain, string name, TlsServerSettings tls, CancellationToken stop)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: true);
        await using (secure.ConfigureAwait(false))
        {
            using var deadline = new CancellationTokenSource(Options.HandshakeTimeout, TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
            try
            {
                await secure.AuthenticateAsServerAsync(tls.ToOptions(TimeProvider), either.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException)
            {
                Interlocked.Increment(ref Counters.Refused);
                Options.ConnectionEnded?.Invoke(new ModbusPeer(name), failure);
                return;
            }

            var role = secure.RemoteCertificate is X509Certificate2 certificate ? RoleExtension.Read(certificate) : null;
            await ServeAsync(secure, new ModbusPeer(name, IsSecure: true, role), ModbusFraming.Tcp, null, stop).ConfigureAwait(false);
        }
    }
}
