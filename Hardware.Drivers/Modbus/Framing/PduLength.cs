namespace Signals.Modbus.Framing;

/// <summary>
/// How long a PDU must be, judged from its first bytes. RTU frames carry no length, so this is what delimits them.
/// </summary>
internal static class PduLength
{
    /// <summary>More bytes are needed to tell.</summary>
    public const int NotYetKnown = 0;

    /// <summary>The function is unknown or a length in the PDU is impossible.</summary>
    public const int Unknowable = -1;

    private const int ExceptionResponse = 2;
    private const int DeviceIdHeader = 7;

    public static int OfRequest(ReadOnlySpan<byte> pdu)
    {
        if (pdu.IsEmpty)
        {
            return NotYetKnown;
        }

        return pdu[0] switch
        {
            >= ModbusFunctionCodes.ReadCoils and <= ModbusFunctionCodes.WriteSingleRegister => 5,
            ModbusFunctionCodes.WriteMultipleCoils or ModbusFunctionCodes.WriteMultipleRegisters => Counted(pdu, 5),
            ModbusFunctionCodes.ReadWriteMultipleRegisters => Counted(pdu, 9),
            ModbusFunctionCodes.EncapsulatedInterface => 4,
            _ => Unknowable,
        };
    }

    public static int OfResponse(ReadOnlySpan<byte> pdu)
    {
        if (pdu.IsEmpty)
        {
            return NotYetKnown;
        }

        if ((pdu[0] & ModbusFunctionCodes.ExceptionFlag) != 0)
        {
            return ExceptionResponse;
        }

        return pdu[0] switch
        {
            >= ModbusFunctionCodes.ReadCoils and <= ModbusFunctionCodes.ReadInputRegisters => Counted(pdu, 1),
            ModbusFunctionCodes.ReadWriteMultipleRegisters => Counted(pdu, 1),
            ModbusFunctionCodes.WriteSingleCoil or ModbusFunctionCodes.WriteSingleRegister => 5,
            ModbusFunctionCodes.WriteMultipleCoils or ModbusFunctionCodes.WriteMultipleRegisters => 5,
            ModbusFunctionCodes.EncapsulatedInterface => OfDeviceIdentification(pdu),
            _ => Unknowable,
        };
    }

    /// <summary>A byte at <paramref name="countAt"/> says how many bytes follow it.</summary>
    private static int Counted(ReadOnlySpan<byte> pdu, int countAt)
    {
        if (pdu.Length <= countAt)
        {
            return NotYetKnown;
        }

        var length = countAt + 1 + pdu[countAt];
        return length <= ModbusLimits.MaxPduLength ? length : Unknowable;
    }

    /// <summary>Header of 7 with the number of objects last, then (id, length, value) each.</summary>
    private static int OfDeviceIdentification(ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length < DeviceIdHeader)
        {
            return NotYetKnown;
        }

        var length = DeviceIdHeader;
        for (var i = 0; i < pdu[6]; i++)
        {
            if (length + 2 > ModbusLimits.MaxPduLength)
            {
                return Unknowable;
            }

            if (pdu.Length < length + 2)
            {
                return NotYetKnown;
            }

            length += 2 + pdu[length + 1];
        }

        return length <= ModbusLimits.MaxPduLength ? length : Unknowable;
    }
}
