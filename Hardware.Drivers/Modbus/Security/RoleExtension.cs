using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Signals.Modbus.Security;

/// <summary>The certificate extension that carries a peer's role (Modbus/TCP Security v36, section 8.3).</summary>
public static class RoleExtension
{
    /// <summary>Modbus.org's arc: 1.3.6.1.4.1.50316, 802 for the protocol, 1 for the role.</summary>
    public const string Oid = "1.3.6.1.4.1.50316.802.1";

    /// <summary>An extension for a certificate request; not critical, so that other software accepts the certificate.</summary>
    public static X509Extension Create(string role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, role);
        return new X509Extension(Oid, writer.Encode(), critical: false);
    }

    /// <summary>The role, or null unless there is exactly one extension holding exactly one non-empty UTF8String.</summary>
    public static string? Read(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        X509Extension? found = null;
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value != Oid)
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = extension;
        }

        return found is null ? null : Decode(found.RawData);
    }

    private static string? Decode(byte[] value)
    {
        try
        {
            var reader = new AsnReader(value, AsnEncodingRules.DER);
            var role = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
            reader.ThrowIfNotEmpty();
            return string.IsNullOrWhiteSpace(role) ? null : role;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
