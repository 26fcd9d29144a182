using System.Buffers.Binary;
using Signals.Modbus.Framing;

namespace Signals.Modbus.Server;

/// <summary>
/// Decodes one request PDU, checks its bounds, calls the handler and encodes the response. Any bytes give a response:
/// unknown function 01, range past 65535 02, quantity, length or value 03, handler failure 04.
/// </summary>
internal sealed class RequestProcessor(IModbusRequestHandler handler, DeviceIdentification? identification)
{
    public int Process(ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context)
    {
        var function = request[0];
        try
        {
            var length = Dispatch(request, response, context, out var code);
            if (code == SlaveExceptionCode.None)
            {
                response[0] = function;
                return length;
            }

            return ExceptionPdu.Write(function, code, response);
        }
#pragma warning disable CA1031 // A device's fault must not end the connection of every master: it is answered, as the protocol provides.
        catch (Exception)
#pragma warning restore CA1031
        {
            return ExceptionPdu.Write(function, SlaveExceptionCode.SlaveDeviceFailure, response);
        }
    }

    private int Dispatch(ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        var expected = PduLength.OfRequest(request);
        if (expected == PduLength.Unknowable && request[0] is not (ModbusFunctionCodes.WriteMultipleCoils
            or ModbusFunctionCodes.WriteMultipleRegisters or ModbusFunctionCodes.ReadWriteMultipleRegisters))
        {
            code = SlaveExceptionCode.IllegalFunction;
            return 0;
        }

        if (expected != request.Length)
        {
            code = SlaveExceptionCode.IllegalDataValue;
            return 0;
        }

        switch (request[0])
        {
            case ModbusFunctionCodes.ReadCoils:
            case ModbusFunctionCodes.ReadInputs:
                return ReadBits(request, response, context, out code);
            case ModbusFunctionCodes.ReadHoldingRegisters:
            case ModbusFunctionCodes.ReadInputRegisters:
                return ReadRegisters(request, response, context, out code);
            case ModbusFunctionCodes.WriteSingleCoil:
                return WriteSingleCoil(request, response, context, out code);
            case ModbusFunctionCodes.WriteSingleRegister:
                return WriteSingleRegister(request, response, context, out code);
            case ModbusFunctionCodes.WriteMultipleCoils:
                return WriteCoils(request, response, context, out code);
            case ModbusFunctionCodes.WriteMultipleRegisters:
                return WriteRegisters(request, response, context, out code);
            case ModbusFunctionCodes.ReadWriteMultipleRegisters:
                return ReadWriteRegisters(request, response, context, out code);
            default:
                return DeviceIdentificationResponse.Write(identification, request, response, out code);
        }
    }

    private int ReadBits(ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        if (!Range(request[1..], ModbusLimits.MaxReadBits, out var start, out var count, out code))
        {
            return 0;
        }

        Span<bool> bits = stackalloc bool[count];
        bits.Clear();
        code = request[0] == ModbusFunctionCodes.ReadCoils
            ? handler.ReadCoils(context, start, bits)
            : handler.ReadInputs(context, start, bits);
        var bytes = BitPacking.ByteCount(count);
        response[1] = (byte)bytes;
        BitPacking.Pack(bits, response[2..]);
        return 2 + bytes;
    }

    private int ReadRegisters(
        ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        if (!Range(request[1..], ModbusLimits.MaxReadRegisters, out var start, out var count, out code))
        {
            return 0;
        }

        Span<ushort> registers = stackalloc ushort[count];
        registers.Clear();
        code = request[0] == ModbusFunctionCodes.ReadHoldingRegisters
            ? handler.ReadHoldingRegisters(context, start, registers)
            : handler.ReadInputRegisters(context, start, registers);
        return EncodeRegisters(registers, response);
    }

    private int WriteSingleCoil(
        ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        var value = BinaryPrimitives.ReadUInt16BigEndian(request[3..]);
        if (value is not (0 or RequestPdu.CoilOn))
        {
            code = SlaveExceptionCode.IllegalDataValue;
            return 0;
        }

        code = handler.WriteCoils(context, BinaryPrimitives.ReadUInt16BigEndian(request[1..]), [value != 0]);
        return Echo(request, response);
    }

    private int WriteSingleRegister(
        ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        var value = BinaryPrimitives.ReadUInt16BigEndian(request[3..]);
        code = handler.WriteHoldingRegisters(context, BinaryPrimitives.ReadUInt16BigEndian(request[1..]), [value]);
        return Echo(request, response);
    }

    private int WriteCoils(ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        if (!Range(request[1..], ModbusLimits.MaxWriteBits, out var start, out var count, out code)
            || !ByteCountIs(request[5], BitPacking.ByteCount(count), out code))
        {
            return 0;
        }

        Span<bool> coils = stackalloc bool[count];
        BitPacking.Unpack(request[6..], coils);
        code = handler.WriteCoils(context, start, coils);
        return Echo(request, response);
    }

    private int WriteRegisters(
        ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        if (!Range(request[1..], ModbusLimits.MaxWriteRegisters, out var start, out var count, out code)
            || !ByteCountIs(request[5], 2 * count, out code))
        {
            return 0;
        }

        Span<ushort> registers = stackalloc ushort[count];
        RegisterPacking.Unpack(request[6..], registers);
        code = handler.WriteHoldingRegisters(context, start, registers);
        return Echo(request, response);
    }

    private int ReadWriteRegisters(
        ReadOnlySpan<byte> request, Span<byte> response, in ModbusRequestContext context, out SlaveExceptionCode code)
    {
        if (!Range(request[1..], ModbusLimits.MaxReadRegisters, out var readStart, out var readCount, out code)
            || !Range(request[5..], ModbusLimits.MaxReadWriteWriteRegisters, out var writeStart, out var writeCount, out code)
            || !ByteCountIs(request[9], 2 * writeCount, out code))
        {
            return 0;
        }

        Span<ushort> written = stackalloc ushort[writeCount];
        Span<ushort> read = stackalloc ushort[readCount];
        read.Clear();
        RegisterPacking.Unpack(request[10..], written);
        code = handler.ReadWriteHoldingRegisters(context, readStart, read, writeStart, written);
        return EncodeRegisters(read, response);
    }

    private static int EncodeRegisters(ReadOnlySpan<ushort> registers, Span<byte> response)
    {
        response[1] = (byte)(2 * registers.Length);
        RegisterPacking.Pack(registers, response[2..]);
        return 2 + 2 * registers.Length;
    }

    /// <summary>A write is confirmed with its first 5 bytes: function, address, and value or quantity.</summary>
    private static int Echo(ReadOnlySpan<byte> request, Span<byte> response)
    {
        request[..5].CopyTo(response);
        return 5;
    }

    private static bool Range(ReadOnlySpan<byte> field, int most, out ushort start, out int count, out SlaveExceptionCode code)
    {
        start = BinaryPrimitives.ReadUInt16BigEndian(field);
        count = BinaryPrimitives.ReadUInt16BigEndian(field[2..]);
        code = count < 1 || count > most ? SlaveExceptionCode.IllegalDataValue
            : start + count > ModbusLimits.AddressCount ? SlaveExceptionCode.IllegalDataAddress
            : SlaveExceptionCode.None;
        return code == SlaveExceptionCode.None;
    }

    private static bool ByteCountIs(byte actual, int expected, out SlaveExceptionCode code)
    {
        code = actual == expected ? SlaveExceptionCode.None : SlaveExceptionCode.IllegalDataValue;
        return code == SlaveExceptionCode.None;
    }
}
