using System.Text;

namespace Signals.Modbus.Server;

/// <summary>The answer to function 43/14, cut into as many responses as its objects need (section 6.21).</summary>
internal static class DeviceIdentificationResponse
{
    private const int HeaderLength = 7;
    private const byte MoreFollows = 0xFF;

    public static int Write(
        DeviceIdentification? identification, ReadOnlySpan<byte> request, Span<byte> response, out SlaveExceptionCode code)
    {
        if (identification is null || request[1] != ModbusFunctionCodes.MeiReadDeviceIdentification)
        {
            code = SlaveExceptionCode.IllegalFunction;
            return 0;
        }

        var category = (DeviceIdCategory)request[2];
        if (category is < DeviceIdCategory.Basic or > DeviceIdCategory.Individual)
        {
            code = SlaveExceptionCode.IllegalDataValue;
            return 0;
        }

        var first = request[3];
        var last = DeviceIdentification.LastObjectOf(category);
        if (category == DeviceIdCategory.Individual)
        {
            if (!identification.Objects.ContainsKey(first))
            {
                code = SlaveExceptionCode.IllegalDataAddress;
                return 0;
            }

            last = first;
        }
        else if (!identification.Objects.ContainsKey(first) || first > last)
        {
            // The clause: an unknown object in stream access restarts at the beginning.
            first = 0;
        }

        code = SlaveExceptionCode.None;
        return WriteObjects(identification, category, first, last, response);
    }

    private static int WriteObjects(
        DeviceIdentification identification, DeviceIdCategory category, byte first, byte last, Span<byte> response)
    {
        response[..HeaderLength].Clear();
        response[1] = ModbusFunctionCodes.MeiReadDeviceIdentification;
        response[2] = (byte)category;
        response[3] = identification.ConformityLevel;
        var at = HeaderLength;
        foreach (var (id, value) in identification.Objects)
        {
            if (id < first || id > last)
            {
                continue;
            }

            if (at + 2 + value.Length > ModbusLimits.MaxPduLength)
            {
                response[4] = MoreFollows;
                response[5] = id;
                break;
            }

            response[at] = id;
            response[at + 1] = (byte)value.Length;
            at += 2 + Encoding.Latin1.GetBytes(value, response[(at + 2)..]);
            response[6]++;
        }

        return at;
    }
}
