using System.Globalization;
using Microsoft.Extensions.Logging;
using Signals.Actors.Links;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Drivers.Cabinet;
using Signals.Drivers.Cabinet.Profiles;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Security;
using Signals.Modbus.Transport;

namespace Signals.Controller.Hosting;

/// <summary>Drivers for cabinets that speak Modbus, by the endpoint of the corridor file.</summary>
/// <param name="tls">This controller's certificate and whom it trusts; needed when an endpoint says <c>tls</c>.</param>
/// <param name="ownerId">Shown in the cabinet, so that people see who commands it.</param>
/// <param name="profileFolder">Where device profiles that are not built in lie, as <c>NAME.json</c>.</param>
public sealed class ModbusCabinets(TlsClientSettings? tls = null, ushort ownerId = 1, string profileFolder = ".") : ICabinetLinkFactory
{
    /// <summary>A driver never blocks and has one request under way: its exchanges go on where the answer was read.</summary>
    private static readonly ModbusMasterOptions Line = new() { ContinueInline = true };

    public void Check(Intersection intersection)
    {
        var endpoint = intersection.Cabinet;
        if (endpoint.Transport == CabinetTransport.Tls && tls is null)
        {
            throw new InvalidDataException(
                $"intersection {intersection.Id}: its cabinet is reached over TLS; give this controller's certificate with --certificate and the trusted authority with --trust");
        }

        ProtocolOf(intersection);
    }

    public ICabinetLink Create(Intersection intersection, bool claims, TimeProvider time, ILoggerFactory loggers)
    {
        var master = MasterOf(intersection.Cabinet);
        var options = CabinetDriverOptions.Default with { ClaimAtStart = claims };
        return new ModbusCabinetLink(
            intersection.Id, master, new CabinetDriver(master, ProtocolOf(intersection), options, time), loggers.CreateLogger<ModbusCabinetLink>());
    }

    private ModbusMaster MasterOf(CabinetEndpoint endpoint) => endpoint.Transport switch
    {
        CabinetTransport.Tcp => ModbusFactory.CreateTcpMaster(endpoint.Address, endpoint.Port, Line),
        CabinetTransport.Tls => ModbusFactory.CreateTlsMaster(endpoint.Address, tls!, endpoint.Port, Line),
        CabinetTransport.RtuOverTcp => ModbusFactory.CreateRtuOverTcpMaster(endpoint.Address, endpoint.Port, Line),
        CabinetTransport.RtuSerial => ModbusFactory.CreateRtuMaster(new SerialSettings(endpoint.Address) { BaudRate = endpoint.Port }, Line),
        _ => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"cabinet transport {endpoint.Transport} is unknown")),
    };

    private ICabinetProtocol ProtocolOf(Intersection intersection)
    {
        try
        {
            return DeviceProfiles.Find(intersection.Cabinet.Profile, profileFolder)
                .CreateProtocol(intersection, SafetyTable.Compile(intersection), ownerId);
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"intersection {intersection.Id}: {wrong.Message}", wrong);
        }
        catch (CabinetMismatchException mismatch)
        {
            throw new InvalidDataException(mismatch.Message, mismatch);
        }
    }
}
