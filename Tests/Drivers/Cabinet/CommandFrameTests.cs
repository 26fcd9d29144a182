using System.Reflection;
using CsCheck;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Drivers.Cabinet;

namespace Signals.Tests.Drivers.Cabinet;

[Category("Unit")]
public sealed class CommandFrameTests
{
    private static readonly Gen<CommandFrame> Frames =
        from numbers in Gen.Select(Gen.UInt, Gen.UShort, Gen.UShort, Gen.UShort, Gen.Int[0, 6], Gen.UInt)
        from masks in Gen.UInt.Array[4]
        from rest in Gen.UShort.Array[3]
        select new CommandFrame(
            numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4, (CommandKind)numbers.Item5, numbers.Item6,
            new GroupRequest(new GroupSet(masks[0]), new GroupSet(masks[1]), new GroupSet(masks[2]), new GroupSet(masks[3])), rest[0], rest[1], rest[2]);

    [Test]
    public void Decode_is_the_inverse_of_encode() => Frames.Sample(frame =>
    {
        var registers = new ushort[RegisterMap.Command.Length];
        frame.Encode(registers);
        return CommandFrame.TryDecode(registers, out var decoded) == RejectCode.None && decoded == frame;
    });

    [Test]
    public void Frame_has_these_registers_on_the_wire()
    {
        var registers = new ushort[RegisterMap.Command.Length];
        new CommandFrame(
            0x00010002, 7, 0x1234, 3000, CommandKind.Masks, 0,
            new GroupRequest(GroupSet.Of(0), GroupSet.Of(16), GroupSet.Of(31), GroupSet.Of(1, 2)), 5, 6, 0xBEEF).Encode(registers);

        Assert.That(registers[..30], Is.EqualTo(new ushort[]
        {
            0x5301, 1, 2, 7, 0x1234, 3000, 2, 0, 0, 0, 1, 1, 0, 0x8000, 0, 0, 6, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xBEEF,
        }));
        Assert.That(RegisterWords.U32(registers, 30), Is.EqualTo(0xF7D88A28));
    }

    [Test]
    public void Crc_is_the_zlib_one_over_big_endian_bytes() =>
        Assert.That(RegisterWords.Crc([0x3132, 0x3334, 0x3536, 0x3738]), Is.EqualTo(Crc32.Of("12345678"u8)));

    [Test]
    public void Group_beyond_the_map_cannot_be_encoded() =>
        Assert.That(
            () => new CommandFrame(1, 1, 1, 1000, CommandKind.Masks, 0, GroupRequest.Exactly(GroupSet.Of(32), default), 0, 0, 0).Encode(new ushort[32]),
            Throws.ArgumentException);

    [Test]
    public void Random_registers_are_never_a_valid_frame() => Gen.UShort.Array[32].Sample(registers =>
        CommandFrame.TryDecode(registers, out _) is RejectCode.BadMagic or RejectCode.BadCrc);

    [Test]
    public void Status_block_fits_one_transaction_and_its_fields_do_not_overlap()
    {
        var sizes = new Dictionary<string, int>
        {
            ["Epoch"] = 2, ["SafetyConfigHash"] = 2, ["MonitorChannels"] = 2, ["UptimeMs"] = 2, ["GroupState"] = 32, ["TimeInState"] = 32,
            ["Presence"] = 4, ["DetectorFaults"] = 4, ["PedestrianCalls"] = 4, ["GroupCalls"] = 2, ["LampFaults"] = 2,
        };
        var fields = typeof(RegisterMap.Status).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.Name is not ("Start" or "Length"))
            .Select(field => (field.Name, At: (int)field.GetRawConstantValue()!, Size: sizes.GetValueOrDefault(field.Name, 1)))
            .OrderBy(field => field.At).ToArray();

        for (var i = 1; i < fields.Length; i++)
        {
            Assert.That(fields[i].At, Is.GreaterThanOrEqualTo(fields[i - 1].At + fields[i - 1].Size), fields[i].Name);
        }

        Assert.That(fields[^1].At + fields[^1].Size, Is.EqualTo(RegisterMap.Status.Length));
        Assert.That(RegisterMap.Status.Length, Is.LessThanOrEqualTo(125));
    }
}
