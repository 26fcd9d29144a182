using System.Text.RegularExpressions;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>cabinet</c>: where and how it is reached.</summary>
internal static partial class CabinetReader
{
    private static readonly (string, CabinetTransport)[] Transports =
    [
        ("tcp", CabinetTransport.Tcp), ("tls", CabinetTransport.Tls), ("rtu-over-tcp", CabinetTransport.RtuOverTcp), ("rtu", CabinetTransport.RtuSerial),
    ];

    private static readonly int[] BitRates = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200];

    public static CabinetEndpoint? Read(IntersectionDraft draft)
    {
        if (draft.Section.Find("cabinet") is not { } node)
        {
            return null;
        }

        var section = new SectionReader(node, Sections.Cabinet, draft.Scope.In("cabinet", "cabinet"));
        var transport = section.Choice("transport", CabinetTransport.Tcp, Transports);
        var serial = transport == CabinetTransport.RtuSerial;
        var address = section.Text("address");
        if (section.Has("address") && !(serial ? DevicePath() : HostName()).IsMatch(address))
        {
            section.Scope.Error(
                section.At("address"), serial
                    ? $"address \"{address}\" is not a serial device; write for example /dev/ttyS0"
                    : $"address \"{address}\" is not a host name or IP address; write for example 10.1.4.21", "address");
        }

        var port = serial ? section.Integer("port", 19200, 1200, 115200) : section.Integer("port", 502, 1, 65535);
        if (serial && section.Has("port") && !BitRates.Contains(port))
        {
            section.Scope.Error(section.At("port"), $"port is the bit rate of a serial line; accepted: {string.Join(", ", BitRates)}", "port");
        }

        if (transport == CabinetTransport.Tcp && section.Has("address") && !IsLoopback(address))
        {
            section.Scope.Warning(
                section.At("address"), "plain Modbus/TCP carries no authentication; use transport: tls (port 802) unless the segment is isolated", "transport");
        }

        var unit = section.Integer("unit", 1, 0, 255);
        return new(transport, address, port, (byte)unit, section.Text("profile", "signals-v1"));
    }

    private static bool IsLoopback(string address) =>
        address is "localhost" or "::1" || address.StartsWith("127.", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z0-9:._\-]{1,253}$", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^/[A-Za-z0-9/._\-]{1,250}$", RegexOptions.CultureInvariant)]
    private static partial Regex DevicePath();
}
