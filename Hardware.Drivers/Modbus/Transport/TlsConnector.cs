using System.Net.Security;
using Signals.Modbus.Security;

namespace Signals.Modbus.Transport;

/// <summary>TCP and, on it, mutual TLS.</summary>
/// <param name="host">Name or address; also the name expected in the slave's certificate unless the settings give another.</param>
/// <param name="settings">Certificates.</param>
/// <param name="port">1..65535, default 802.</param>
public sealed class TlsConnector(
    string host, TlsClientSettings settings, int port = ModbusLimits.DefaultTlsPort, TimeProvider? timeProvider = null) : IModbusConnector
{
    private readonly TcpConnector _tcp = new(host, port);

    public string Endpoint => $"{_tcp.Endpoint} (TLS)";

    /// <exception cref="System.Security.Authentication.AuthenticationException">The slave's certificate is not trusted, or it refused ours.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var secure = new SslStream(await _tcp.ConnectAsync(cancellationToken).ConfigureAwait(false), leaveInnerStreamOpen: false);
        try
        {
            var options = settings.ToOptions(host, timeProvider ?? TimeProvider.System);
            await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
