namespace Signals.Modbus;

/// <summary>The slave answered with an exception code. The connection stays open.</summary>
public sealed class SlaveException : ModbusException
{
    public SlaveException(byte slaveAddress, byte functionCode, SlaveExceptionCode slaveExceptionCode)
        : base($"unit {slaveAddress} refused function {functionCode} with exception {(byte)slaveExceptionCode} ({slaveExceptionCode})",
            null, slaveAddress, functionCode, requestSent: true) =>
        SlaveExceptionCode = slaveExceptionCode;

    /// <summary>The code in the answer; a device's own codes have no name.</summary>
    public SlaveExceptionCode SlaveExceptionCode { get; }
}
