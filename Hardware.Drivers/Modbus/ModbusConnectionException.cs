namespace Signals.Modbus;

/// <summary>There is no usable connection: it could not be made, is waiting for its next attempt, or was lost during the transaction.</summary>
public class ModbusConnectionException : ModbusException
{
    public ModbusConnectionException(
        string message, Exception? innerException, byte slaveAddress, byte functionCode, bool requestSent)
        : base(message, innerException, slaveAddress, functionCode, requestSent)
    {
    }
}
