using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Hosting;
using Signals.Controller.Configuration.Nodes;

namespace Signals.Controller.Cluster;

/// <summary>
/// How nodes know each other: both show a certificate, and each accepts the other's by its authority or by its pin. The authorities are read again at every
/// handshake, so that they can be exchanged while nodes run; a node takes a new certificate of its own when it is started again.
/// </summary>
internal static class ClusterTls
{
    /// <exception cref="InvalidDataException">A file holds no certificate, or no key that fits.</exception>
    public static SslOptions Options(NodeTls tls)
    {
        Authorities(tls);
        return new SslOptions
        {
            X509Certificate = Own(tls),
            SuppressValidation = false,
            RequireMutualAuthentication = true,
            ValidateCertificateHostname = false,
            CustomValidator = (certificate, _, peer, _, log) =>
            {
                var refusal = Refusal(tls, certificate);
                if (refusal is not null)
                {
                    log.Warning("cluster traffic with {0} is refused: {1}", peer, refusal);
                }

                return refusal is null;
            },
        };
    }

    /// <summary>Why a peer's certificate is not accepted; null when it is.</summary>
    internal static string? Refusal(NodeTls tls, X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return "it showed no certificate";
        }

        if (!tls.Pins.IsEmpty)
        {
            var pin = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
            return tls.Pins.Contains(pin) ? null : $"its certificate {pin} ({certificate.Subject}) is not among the pins";
        }

        // One authority after the other: an old and a new one often have the same name, and a chain is built with the first of that name alone.
        X509Certificate2Collection authorities;
        try
        {
            authorities = Authorities(tls);
        }
        catch (InvalidDataException unreadable)
        {
            return $"nobody can be believed now: {unreadable.Message}";
        }

        var refusals = authorities.Where(IsSelfSigned).Select(root => Refusal(certificate, root, authorities)).ToList();
        return refusals.Contains(null)
            ? null
            : $"its certificate ({certificate.Subject}) is not signed by an authority of {tls.Trust}: {string.Join("; ", refusals.Distinct())}";
    }

    private static string? Refusal(X509Certificate2 certificate, X509Certificate2 root, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(authorities.Where(a => !IsSelfSigned(a)).ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) ? null : string.Join(", ", chain.ChainStatus.Select(s => s.Status));
    }

    private static bool IsSelfSigned(X509Certificate2 authority) => authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData);

    private static X509Certificate2 Own(NodeTls tls)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key);
            // A key that came from PEM lives in memory only; some TLS stacks want it in a store, which a round trip through PKCS #12 gives.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{tls.Certificate} with key {tls.Key} is no PEM certificate with its key: {failure.Message}", failure);
        }
    }

    private static X509Certificate2Collection Authorities(NodeTls tls)
    {
        var roots = new X509Certificate2Collection();
        if (tls.Trust is { } trust)
        {
            try
            {
                roots.ImportFromPemFile(trust);
            }
            catch (Exception failure) when (failure is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                throw new InvalidDataException($"{trust} is no PEM file of certificates: {failure.Message}", failure);
            }
        }

        return roots;
    }
}
