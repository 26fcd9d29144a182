using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Signals.Modbus.Security;

/// <summary>The slave's side of Modbus/TCP Security: TLS 1.2 or 1.3, client certificate required. Immutable.</summary>
public sealed record TlsServerSettings
{
    /// <summary>This device's certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Which masters may connect; what they may do follows from their role.</summary>
    public required CertificateTrust ClientTrust { get; init; }

    internal SslServerAuthenticationOptions ToOptions(TimeProvider time) => new()
    {
        ServerCertificate = Certificate,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = ClientTrust.ChainPolicy(time.GetUtcNow()),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => ClientTrust.Accepts(certificate, errors, time.GetUtcNow()),
    };
}
