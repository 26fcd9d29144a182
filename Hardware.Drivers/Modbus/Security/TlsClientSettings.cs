using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Signals.Modbus.Security;

/// <summary>The master's side of Modbus/TCP Security: TLS 1.2 or 1.3 with its own certificate, whose role decides its rights. Immutable.</summary>
public sealed record TlsClientSettings
{
    /// <summary>This master's certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Which slaves are believed.</summary>
    public required CertificateTrust ServerTrust { get; init; }

    /// <summary>Name the slave's certificate must carry. Default null: the host connected to.</summary>
    public string? ServerName { get; init; }

    internal SslClientAuthenticationOptions ToOptions(string host, TimeProvider time) => new()
    {
        TargetHost = ServerName ?? host,
        ClientCertificates = [Certificate],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => Certificate,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = ServerTrust.ChainPolicy(time.GetUtcNow()),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => ServerTrust.Accepts(certificate, errors, time.GetUtcNow()),
    };
}
