using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signals.Modbus.Security;

namespace Signals.Tests.Modbus;

/// <summary>A certificate authority for one test run, and the certificates it issues.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private int _serial;

    public TestCertificates(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = Own(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10)));
    }

    public X509Certificate2 Authority { get; }

    /// <summary>A slave's certificate for 127.0.0.1, or for another name.</summary>
    public X509Certificate2 Server(string? dnsName = null, bool expired = false)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (dnsName is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            names.AddDnsName(dnsName);
        }

        return Issue("CN=cabinet", "1.3.6.1.5.5.7.3.1", expired, names.Build());
    }

    /// <summary>A master's certificate with these roles, each in an extension of its own.</summary>
    public X509Certificate2 Client(params string[] roles) =>
        Issue("CN=master", "1.3.6.1.5.5.7.3.2", expired: false, [.. roles.Select(RoleExtension.Create)]);

    /// <summary>A master's certificate whose validity ended yesterday.</summary>
    public X509Certificate2 ExpiredClient(string role) =>
        Issue("CN=master", "1.3.6.1.5.5.7.3.2", expired: true, RoleExtension.Create(role));

    /// <summary>A certificate with the role extension's raw value as given.</summary>
    public X509Certificate2 ClientWithRawRole(byte[] value) =>
        Issue("CN=master", "1.3.6.1.5.5.7.3.2", expired: false, new X509Extension(RoleExtension.Oid, value, false));

    /// <summary>
    /// A certificate with two role extensions. The framework refuses to make one, so the second is issued under the neighbouring
    /// OID, renamed in the signed part, and the whole signed again.
    /// </summary>
    public X509Certificate2 ClientWithTwoRoles(string first, string second)
    {
        var neighbour = new X509Extension(RoleExtension.Oid[..^1] + "2", RoleExtension.Create(second).RawData, false);
        var issued = Issue("CN=master", "1.3.6.1.5.5.7.3.2", expired: false, RoleExtension.Create(first), neighbour);
        var certificate = new AsnReader(issued.RawData, AsnEncodingRules.DER).ReadSequence();
        var signed = certificate.ReadEncodedValue().ToArray();
        var oid = new AsnWriter(AsnEncodingRules.DER);
        oid.WriteObjectIdentifier(neighbour.Oid!.Value!);
        var encoded = oid.Encode();
        signed[signed.AsSpan().IndexOf(encoded) + encoded.Length - 1] = 1;

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using var authorityKey = Authority.GetECDsaPrivateKey()!;
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteEncodedValue(certificate.ReadEncodedValue().Span);
            writer.WriteBitString(authorityKey.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        using var both = X509CertificateLoader.LoadCertificate(writer.Encode());
        using var key = issued.GetECDsaPrivateKey()!;
        return Own(both.CopyWithPrivateKey(key));
    }

    public void Dispose() => _owned.ForEach(owned => owned.Dispose());

    private X509Certificate2 Issue(string subject, string usage, bool expired, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        var until = DateTimeOffset.UtcNow.AddDays(expired ? -1 : 1);
        using var issued = request.Create(Authority, DateTimeOffset.UtcNow.AddDays(-2), until, [1, (byte)++_serial]);
        return Own(issued.CopyWithPrivateKey(key));
    }

    private X509Certificate2 Own(X509Certificate2 certificate)
    {
        _owned.Add(certificate);
        return certificate;
    }
}
