using System.Collections.Immutable;
using System.Net;
using Signals.Modbus.Security;
using Signals.Modbus.Server;

namespace Signals.Sim.Cabinet;

/// <summary>Where and how an emulated cabinet is served. Immutable.</summary>
public sealed record EmulatedCabinetServerOptions
{
    /// <summary>Address and port. Default loopback with a free port, see <see cref="EmulatedCabinetServer.LocalEndPoint"/>.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Unit ids that the cabinet answers; others get exception 0x0B. Default 1.</summary>
    public ImmutableArray<byte> UnitIds { get; init; } = [1];

    /// <summary>Certificates for Modbus/TCP Security; null: plain TCP.</summary>
    public TlsServerSettings? Tls { get; init; }

    /// <summary>Bounds of the listener.</summary>
    public ModbusSlaveNetworkOptions Network { get; init; } = new();
}
