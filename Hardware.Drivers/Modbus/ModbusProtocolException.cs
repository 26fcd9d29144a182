namespace Signals.Modbus;

/// <summary>
/// The peer sent something that is not the answer to what was asked: wrong transaction, unit, function, length, protocol id
/// or CRC. The connection is closed; the next call reconnects.
/// </summary>
public sealed class ModbusProtocolException : ModbusConnectionException
{
    public ModbusProtocolException(
        string message, Exception? innerException, byte slaveAddress, byte functionCode, bool requestSent)
        : base(message, innerException, slaveAddress, functionCode, requestSent)
    {
    }
}
