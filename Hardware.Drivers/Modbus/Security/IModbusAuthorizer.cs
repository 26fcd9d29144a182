using Signals.Modbus.Server;

namespace Signals.Modbus.Security;

/// <summary>
/// Maps a role to rights (Modbus/TCP Security v36, section 8). What is not allowed is answered with exception 01. A handler
/// that grants by address (configuration blocks) also sees the role in its context and may refuse further.
/// </summary>
public interface IModbusAuthorizer
{
    /// <summary>May this peer use this function on this unit? Called for every request; must not block.</summary>
    bool IsAllowed(in ModbusRequestContext context);
}
