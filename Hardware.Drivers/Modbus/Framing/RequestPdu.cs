using System.Buffers.Binary;

namespace Signals.Modbus.Framing;

/// <summary>Writes request PDUs; every method returns the number of bytes written. Bounds are the caller's duty.</summary>
internal static class RequestPdu
{
    /// <summary>Section 6.5: a coil is written as 0xFF00 (on) or 0x0000 (off), nothing else.</summary>
    public const ushort CoilOn = 0xFF00;

    public static int Read(Span<byte> pdu, byte function, ushort startAddress, int count)
    {
        pdu[0] = function;
        BinaryPrimitives.WriteUInt16BigEndian(pdu[1..], startAddress);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], (ushort)count);
        return 5;
    }

    public static int WriteSingle(Span<byte> pdu, byte function, ushort address, ushort value) => Read(pdu, function, address, value);

    public static int WriteRegisters(Span<byte> pdu, ushort startAddress, ReadOnlySpan<ushort> registers)
    {
        Read(pdu, ModbusFunctionCodes.WriteMultipleRegisters, startAddress, registers.Length);
        pdu[5] = (byte)(2 * registers.Length);
        RegisterPacking.Pack(registers, pdu[6..]);
        return 6 + 2 * registers.Length;
    }

    public static int WriteCoils(Span<byte> pdu, ushort startAddress, ReadOnlySpan<bool> coils)
    {
        Read(pdu, ModbusFunctionCodes.WriteMultipleCoils, startAddress, coils.Length);
        var bytes = BitPacking.ByteCount(coils.Length);
        pdu[5] = (byte)bytes;
        BitPacking.Pack(coils, pdu[6..]);
        return 6 + bytes;
    }

    public static int ReadWriteRegisters(
        Span<byte> pdu, ushort readAddress, int readCount, ushort writeAddress, ReadOnlySpan<ushort> registers)
    {
        Read(pdu, ModbusFunctionCodes.ReadWriteMultipleRegisters, readAddress, readCount);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[5..], writeAddress);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[7..], (ushort)registers.Length);
        pdu[9] = (byte)(2 * registers.Length);
        RegisterPacking.Pack(registers, pdu[10..]);
        return 10 + 2 * registers.Length;
    }

    public static int ReadDeviceIdentification(Span<byte> pdu, DeviceIdCategory category, byte objectId)
    {
        pdu[0] = ModbusFunctionCodes.EncapsulatedInterface;
        pdu[1] = ModbusFunctionCodes.MeiReadDeviceIdentification;
        pdu[2] = (byte)category;
        pdu[3] = objectId;
        return 4;
    }
}
