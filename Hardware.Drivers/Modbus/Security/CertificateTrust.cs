using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signals.Modbus.Security;

/// <summary>
/// Which peer certificates are believed: those issued by our own authorities, or exactly the pinned ones. The machine's public
/// authorities are never consulted. Immutable.
/// </summary>
public sealed class CertificateTrust
{
    private readonly X509Certificate2[] _authorities;
    private readonly HashSet<string> _pins;

    private CertificateTrust(X509Certificate2[] authorities, HashSet<string> pins)
    {
        _authorities = authorities;
        _pins = pins;
    }

    /// <summary>
    /// Certificates with a valid chain to one of these roots: dates, signatures, extended key usage, and for a server its name.
    /// </summary>
    public static CertificateTrust FromAuthorities(params X509Certificate2[] authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        return authorities.Length > 0
            ? new CertificateTrust(authorities, [])
            : throw new ArgumentException("give at least one root certificate", nameof(authorities));
    }

    /// <summary>Exactly these certificates, by the SHA-256 of their DER in hexadecimal, while their dates are valid. Names are not compared.</summary>
    public static CertificateTrust FromPins(params string[] sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        var pins = sha256.Select(pin => pin.Replace(":", string.Empty, StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return pins.Count > 0 && pins.All(pin => pin.Length == 64 && pin.All(char.IsAsciiHexDigit))
            ? new CertificateTrust([], pins)
            : throw new ArgumentException("a pin is the SHA-256 of the certificate: 64 hexadecimal digits", nameof(sha256));
    }

    internal X509ChainPolicy ChainPolicy(DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTime = now.UtcDateTime,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    internal bool Accepts(X509Certificate? certificate, SslPolicyErrors errors, DateTimeOffset now)
    {
        if (_pins.Count == 0)
        {
            return errors == SslPolicyErrors.None;
        }

        return certificate is X509Certificate2 peer
            && _pins.Contains(peer.GetCertHashString(HashAlgorithmName.SHA256))
            && peer.NotBefore.ToUniversalTime() <= now.UtcDateTime
            && now.UtcDateTime <= peer.NotAfter.ToUniversalTime();
    }
}
