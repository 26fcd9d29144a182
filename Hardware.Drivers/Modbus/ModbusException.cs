namespace Signals.Modbus;

/// <summary>A transaction with a slave did not succeed. Base of every exception that a peer or the line can cause.</summary>
public abstract class ModbusException : IOException
{
    protected ModbusException(string message, Exception? innerException, byte slaveAddress, byte functionCode, bool requestSent)
        : base(message, innerException)
    {
        SlaveAddress = slaveAddress;
        FunctionCode = functionCode;
        RequestSent = requestSent;
    }

    /// <summary>Unit id that was addressed.</summary>
    public byte SlaveAddress { get; }

    /// <summary>Function that was requested.</summary>
    public byte FunctionCode { get; }

    /// <summary>
    /// False: the request never left this process. True: some or all of it was handed to the line, so a write
    /// <em>may have been carried out</em>; read back before repeating it.
    /// </summary>
    public bool RequestSent { get; }
}
