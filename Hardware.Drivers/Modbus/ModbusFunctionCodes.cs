namespace Signals.Modbus;

/// <summary>The public function codes this library speaks (MODBUS Application Protocol V1.1b3, section 6).</summary>
public static class ModbusFunctionCodes
{
    public const byte ReadCoils = 1;
    public const byte ReadInputs = 2;
    public const byte ReadHoldingRegisters = 3;
    public const byte ReadInputRegisters = 4;
    public const byte WriteSingleCoil = 5;
    public const byte WriteSingleRegister = 6;
    public const byte WriteMultipleCoils = 15;
    public const byte WriteMultipleRegisters = 16;
    public const byte ReadWriteMultipleRegisters = 23;

    /// <summary>Encapsulated interface transport; only MEI type 14 (read device identification) is spoken.</summary>
    public const byte EncapsulatedInterface = 43;

    /// <summary>MEI type 14 under function 43: read device identification (section 6.21).</summary>
    internal const byte MeiReadDeviceIdentification = 14;

    /// <summary>Set in the function code of a response that carries an exception code.</summary>
    internal const byte ExceptionFlag = 0x80;
}
