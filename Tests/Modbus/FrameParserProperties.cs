using CsCheck;
using Signals.Modbus;
using Signals.Modbus.Framing;
using Signals.Modbus.Server;

namespace Signals.Tests.Modbus;

/// <summary>Whatever bytes arrive, parsers answer, stay inside them, and never need more than one frame's worth to decide.</summary>
[Category("Property")]
public class FrameParserProperties
{
    private const long Cases = 30_000;

    /// <summary>Arbitrary bytes, and as many that begin like frames, which get further.</summary>
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.Select(Gen.Byte.Array[2], Gen.Byte.Array[0, 290], Gen.UShort[0, 300], (id, rest, length) =>
            (byte[])[.. id, 0, 0, (byte)(length >> 8), (byte)length, .. rest]),
        Gen.Select(Gen.Byte, Gen.OneOf<byte>(1, 2, 3, 4, 5, 6, 15, 16, 23, 43, 0x83, 0x90), Gen.Byte.Array[0, 290], (unit, function, rest) =>
            (byte[])[unit, function, .. rest]));

    /// <summary>Requests of the right length for their function; addresses and values are any.</summary>
    private static readonly Gen<byte[]> WellFormed = Gen.OneOf(
        Gen.Select(Gen.OneOf<byte>(1, 2, 3, 4, 5, 6), Gen.Byte.Array[2], Gen.UShort[1, 2001], (function, address, count) =>
            (byte[])[function, .. address, (byte)(count >> 8), (byte)count]),
        Gen.Select(Gen.UShort[0, 2000], Gen.UShort[1, 1968], Gen.Byte.Array[246], (address, count, bits) =>
            (byte[])[15, .. Big(address), .. Big(count), (byte)((count + 7) / 8), .. bits[..((count + 7) / 8)]]),
        Gen.Select(Gen.UShort[0, 2000], Gen.UShort[1, 123], Gen.Byte.Array[246], (address, count, values) =>
            (byte[])[16, .. Big(address), .. Big(count), (byte)(2 * count), .. values[..(2 * count)]]),
        Gen.Select(Gen.UShort[0, 2000], Gen.UShort[1, 125], Gen.UShort[1, 121], Gen.Byte.Array[242], (address, reads, writes, values) =>
            (byte[])[23, .. Big(address), .. Big(reads), .. Big(address), .. Big(writes), (byte)(2 * writes), .. values[..(2 * writes)]]),
        Gen.Select(Gen.Byte[0, 5], Gen.Byte, (category, id) => (byte[])[43, 14, category, id]));

    /// <summary>Well-formed requests, some with one byte changed, and any bytes at all.</summary>
    private static readonly Gen<byte[]> Requests = Gen.OneOf(
        Gen.Byte.Array[1, 253],
        WellFormed,
        Gen.Select(WellFormed, Gen.Int[0, 252], Gen.Byte, (request, at, value) =>
        {
            request[at % request.Length] = value;
            return request;
        }));

    private static readonly ModbusSlave Slave = ModbusFactory.CreateSlave(
        1,
        new SlaveDataStore { HoldingRegisters = new PointSource<ushort>(1000), CoilDiscretes = new PointSource<bool>(1000) },
        new DeviceIdentification("V", "P", "1"));

    private delegate FrameStatus Parser(ReadOnlySpan<byte> received, out Frame frame, out string? problem);

    [Test]
    public void Parsers_judge_any_bytes_and_frames_lie_within_them() => Bytes.Sample(
        bytes =>
        {
            Check(Mbap.TryRead, bytes, ModbusLimits.MaxTcpFrameLength);
            Check(RtuFrame.TryReadRequest, bytes, ModbusLimits.MaxRtuFrameLength);
            Check(RtuFrame.TryReadResponse, bytes, ModbusLimits.MaxRtuFrameLength);
            Check(RtuFrame.TryReadWhole, bytes, ModbusLimits.MaxRtuFrameLength);
        },
        iter: Cases);

    [Test]
    public void Verdict_on_a_prefix_is_never_taken_back_when_more_arrives() => Bytes.Sample(
        bytes =>
        {
            foreach (var parser in new Parser[] { Mbap.TryRead, RtuFrame.TryReadRequest, RtuFrame.TryReadResponse })
            {
                var decided = false;
                (FrameStatus Status, Frame Frame) verdict = default;
                for (var length = 0; length <= bytes.Length; length++)
                {
                    var status = parser(bytes.AsSpan(0, length), out var frame, out _);
                    if (decided)
                    {
                        Assert.That((status, frame), Is.EqualTo(verdict), $"at {length} bytes");
                    }
                    else if (status != FrameStatus.Incomplete)
                    {
                        decided = true;
                        verdict = (status, frame);
                    }
                }
            }
        },
        iter: Cases / 15);

    [Test]
    public void Frames_round_trip_in_both_framings() => Gen.Select(Gen.UShort, Gen.Byte, Requests, Gen.Byte.Array[0, 20]).Sample(
        (id, unit, pdu, following) =>
        {
            var buffer = new byte[ModbusLimits.MaxTcpFrameLength + 20];
            var length = Mbap.Write(id, unit, pdu, buffer);
            following.CopyTo(buffer.AsSpan(length));
            var status = Mbap.TryRead(buffer.AsSpan(0, length + following.Length), out var frame, out _);
            Assert.That((status, frame.TransactionId, frame.UnitId, frame.Length), Is.EqualTo((FrameStatus.Complete, id, unit, length)));
            Assert.That(frame.Pdu(buffer).SequenceEqual(pdu));

            length = RtuFrame.Write(unit, pdu, buffer);
            status = RtuFrame.TryReadWhole(buffer.AsSpan(0, length), out frame, out _);
            Assert.That((status, frame.UnitId, frame.Length), Is.EqualTo((FrameStatus.Complete, unit, length)));
            Assert.That(frame.Pdu(buffer).SequenceEqual(pdu));
        },
        iter: Cases);

    [Test]
    public void Any_error_of_up_to_16_bits_in_a_row_is_noticed_by_the_crc() =>
        Gen.Select(Gen.Byte, Requests, Gen.Int[0, 2000], Gen.UShort[1, ushort.MaxValue]).Sample(
            (unit, pdu, at, burst) =>
            {
                var frame = new byte[ModbusLimits.MaxRtuFrameLength];
                var bits = 8 * RtuFrame.Write(unit, pdu, frame);
                for (var i = 0; i < 16; i++)
                {
                    var bit = (at % (bits - 16)) + i;
                    frame[bit / 8] ^= (byte)(((burst >> i) & 1) << (bit % 8));
                }

                Assert.That(RtuFrame.TryReadWhole(frame.AsSpan(0, bits / 8), out _, out _), Is.EqualTo(FrameStatus.Malformed));
            },
            iter: Cases);

    [Test]
    public void Any_request_gets_a_response_that_fits_it_or_an_exception() => Requests.Sample(
        request =>
        {
            var room = new byte[ModbusLimits.MaxPduLength];
            var length = Slave.ApplyRequest(request, room, new ModbusRequestContext(1, request[0], new ModbusPeer("fuzz")));
            var response = room.AsSpan(0, length);
            if (ResponsePdu.IsException(response, out var code))
            {
                Assert.That((length, response[0]), Is.EqualTo((2, (byte)(request[0] | 0x80))));
                Assert.That(code, Is.InRange(SlaveExceptionCode.IllegalFunction, SlaveExceptionCode.IllegalDataValue));
                return;
            }

            Assert.That(ResponsePdu.Problem(request, response), Is.Null);
            Assert.That(PduLength.OfResponse(response), Is.EqualTo(length));
        },
        iter: Cases);

    [Test]
    public void Response_check_judges_any_bytes_and_accepted_identifications_decode() =>
        Gen.Select(WellFormed, Gen.OneOf(Gen.Byte.Array[0, 253], Identifications)).Sample(
            (request, response) =>
            {
                if (ResponsePdu.Problem(request, response) is not null || ResponsePdu.IsException(response, out _))
                {
                    return;
                }

                if (request[0] == ModbusFunctionCodes.EncapsulatedInterface)
                {
                    var objects = new Dictionary<byte, string>();
                    ResponsePdu.ReadDeviceIdentification(response, objects);
                    Assert.That(objects, Has.Count.LessThanOrEqualTo(response[6]));
                }
                else
                {
                    Assert.That(response[0], Is.EqualTo(request[0]));
                }
            },
            iter: Cases);

    /// <summary>43/14 responses of any objects, some with lengths that lie.</summary>
    private static Gen<byte[]> Identifications { get; } = Gen.Select(
        Gen.Byte[0, 5], Gen.Byte.Array[0, 120],
        (count, rest) => (byte[])[0x2B, 0x0E, 1, 1, 0, 0, count, .. rest]);

    private static byte[] Big(ushort value) => [(byte)(value >> 8), (byte)(value & 0xFF)];

    private static void Check(Parser parser, byte[] bytes, int longest)
    {
        var status = parser(bytes, out var frame, out var problem);
        switch (status)
        {
            case FrameStatus.Complete:
                Assert.That(frame.Length, Is.LessThanOrEqualTo(Math.Min(bytes.Length, longest)));
                Assert.That(frame.PduOffset + frame.PduLength, Is.LessThanOrEqualTo(frame.Length));
                Assert.That(frame.PduLength, Is.InRange(1, ModbusLimits.MaxPduLength));
                break;
            case FrameStatus.Malformed:
                Assert.That(problem, Is.Not.Null.And.Not.Empty);
                break;
            default:
                Assert.That(bytes, Has.Length.LessThan(longest), "more than a frame is there, yet undecided");
                break;
        }
    }
}
