namespace Signals.Modbus;

/// <summary>
/// The transaction's deadline passed. When the request had been sent, the connection is closed, because a late answer
/// could otherwise be taken for the next one; the next call reconnects.
/// </summary>
public sealed class ModbusTimeoutException : ModbusException
{
    public ModbusTimeoutException(string message, byte slaveAddress, byte functionCode, bool requestSent)
        : base(message, null, slaveAddress, functionCode, requestSent)
    {
    }
}
