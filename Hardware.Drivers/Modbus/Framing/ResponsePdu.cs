using System.Buffers.Binary;
using System.Text;

namespace Signals.Modbus.Framing;

/// <summary>Judges and reads response PDUs.</summary>
internal static class ResponsePdu
{
    private const int DeviceIdHeader = 7;

    /// <summary>Null when <paramref name="response"/> is a possible answer to <paramref name="request"/>; otherwise what is wrong with it.</summary>
    public static string? Problem(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if (response.IsEmpty || (response[0] & 0x7F) != request[0])
        {
            return $"function {(response.IsEmpty ? 0 : response[0])} answers function {request[0]}";
        }

        if ((response[0] & ModbusFunctionCodes.ExceptionFlag) != 0)
        {
            return response.Length == 2 && response[1] != 0 ? null : "malformed exception response";
        }

        return request[0] switch
        {
            ModbusFunctionCodes.ReadCoils or ModbusFunctionCodes.ReadInputs =>
                CountProblem(response, BitPacking.ByteCount(BinaryPrimitives.ReadUInt16BigEndian(request[3..]))),
            ModbusFunctionCodes.ReadHoldingRegisters or ModbusFunctionCodes.ReadInputRegisters
                or ModbusFunctionCodes.ReadWriteMultipleRegisters =>
                CountProblem(response, 2 * BinaryPrimitives.ReadUInt16BigEndian(request[3..])),
            ModbusFunctionCodes.EncapsulatedInterface => DeviceIdProblem(request, response),
            _ => response.SequenceEqual(request[..5]) ? null : "the write is not echoed as it was sent",
        };
    }

    public static bool IsException(ReadOnlySpan<byte> response, out SlaveExceptionCode code)
    {
        var isException = (response[0] & ModbusFunctionCodes.ExceptionFlag) != 0;
        code = isException ? (SlaveExceptionCode)response[1] : SlaveExceptionCode.None;
        return isException;
    }

    /// <summary>Adds the objects of one 43/14 response; the return value is the object to ask for next, or null at the end.</summary>
    public static byte? ReadDeviceIdentification(ReadOnlySpan<byte> response, Dictionary<byte, string> objects)
    {
        var at = DeviceIdHeader;
        for (var i = 0; i < response[6]; i++)
        {
            var length = response[at + 1];
            objects[response[at]] = Encoding.Latin1.GetString(response.Slice(at + 2, length));
            at += 2 + length;
        }

        return response[4] == 0xFF ? response[5] : null;
    }

    private static string? CountProblem(ReadOnlySpan<byte> response, int expected) =>
        response.Length == 2 + expected && response[1] == expected
            ? null
            : $"{response.Length} bytes of response where {2 + expected} answer the quantity asked for";

    private static string? DeviceIdProblem(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if (PduLength.OfResponse(response) != response.Length)
        {
            return "identification objects do not fill the response";
        }

        return response[1] == request[1] && response[2] == request[2] ? null : "another MEI type or identification code";
    }
}
