namespace Signals.Modbus.Server;

/// <summary>What a handler may want to know about the request besides its data.</summary>
/// <param name="UnitId">Unit id the master addressed (0 on a serial line: broadcast).</param>
/// <param name="FunctionCode">Function on the wire, which tells a single write (5, 6) from a multiple one (15, 16).</param>
/// <param name="Peer">The master's connection.</param>
public readonly record struct ModbusRequestContext(byte UnitId, byte FunctionCode, ModbusPeer Peer);
