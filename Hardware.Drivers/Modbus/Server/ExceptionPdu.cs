namespace Signals.Modbus.Server;

/// <summary>Function with its high bit set, then the exception code (section 7).</summary>
internal static class ExceptionPdu
{
    public static int Write(byte functionCode, SlaveExceptionCode code, Span<byte> responsePdu)
    {
        responsePdu[0] = (byte)(functionCode | ModbusFunctionCodes.ExceptionFlag);
        responsePdu[1] = (byte)code;
        return 2;
    }
}
