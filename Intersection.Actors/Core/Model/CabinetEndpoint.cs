namespace Signals.Core.Model;

/// <summary>How a cabinet is reached.</summary>
public enum CabinetTransport : byte
{
    Tcp = 0,

    /// <summary>Modbus/TCP Security: mutual TLS, port 802.</summary>
    Tls = 1,
    RtuOverTcp = 2,
    RtuSerial = 3,
}

/// <summary>Address and device profile of a cabinet. It is data for a driver; the core only carries it.</summary>
/// <param name="Transport">Wire.</param>
/// <param name="Address">Host name or address; the device path for serial.</param>
/// <param name="Port">TCP port; bit rate for serial.</param>
/// <param name="UnitId">Modbus unit 0–255.</param>
/// <param name="Profile">Name of the device profile: <c>signals-v1</c>, <c>plc-stage</c>, or a profile file's name.</param>
public sealed record CabinetEndpoint(CabinetTransport Transport, string Address, int Port, byte UnitId, string Profile);
