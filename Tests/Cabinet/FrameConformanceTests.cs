using CsCheck;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

/// <summary>The command frame: whole or nothing, checked, idempotent.</summary>
[Category("Unit")]
public sealed class FrameConformanceTests
{
    private CabinetRig _rig = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new CabinetRig(TestIntersections.RingBarrier()).RunToLocal();
        _rig.Claim(1);
    }

    [Test]
    public void Split_frame_is_refused_in_both_halves_and_changes_nothing()
    {
        var frame = Encoded(_rig.Frame(CommandKind.AllRed));

        Assert.That(_rig.Cabinet.Registers.WriteHoldingRegisters(0, frame.AsSpan(0, 16)), Is.EqualTo(SlaveExceptionCode.IllegalDataValue));
        Assert.That(_rig.Cabinet.Registers.WriteHoldingRegisters(16, frame.AsSpan(16)), Is.EqualTo(SlaveExceptionCode.IllegalDataValue));
        Assert.That(_rig.Status(RegisterMap.Status.LastReject), Is.EqualTo((ushort)RejectCode.PartialFrame));
        _rig.Run(1);
        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay));
    }

    [Test]
    public void Any_other_holding_write_is_refused()
    {
        Gen.Select(Gen.Int[0, 300], Gen.UShort.Array[1, 40]).Where((start, values) =>
                !(start == 0 && values.Length == 32) && !(start == 64 && values.Length == 6))
            .Sample((start, values) => _rig.Cabinet.Registers.WriteHoldingRegisters(start, values) != SlaveExceptionCode.None, iter: 2000);

        Assert.That(_rig.Status(RegisterMap.Status.Epoch + 1), Is.EqualTo(1));
    }

    [Test]
    public void Every_single_bit_error_is_refused()
    {
        var frame = Encoded(_rig.Frame(CommandKind.Masks, GroupRequest.Exactly(GroupSet.Of(1, 5), _rig.Cabinet.Table.All)));

        for (var bit = 0; bit < 32 * 16; bit++)
        {
            var damaged = (ushort[])frame.Clone();
            damaged[bit / 16] ^= (ushort)(1 << bit % 16);
            Assert.That(_rig.Cabinet.Registers.WriteFrame(damaged), Is.AnyOf(RejectCode.BadCrc, RejectCode.BadMagic), $"bit {bit}");
        }
    }

    [Test]
    public void Bad_crc_over_function_16_is_exception_03_and_over_function_23_a_status()
    {
        var frame = Encoded(_rig.Frame(CommandKind.AllRed));
        frame[31] ^= 1;
        var status = new ushort[RegisterMap.Status.Length];

        Assert.That(_rig.Cabinet.Registers.WriteHoldingRegisters(0, frame), Is.EqualTo(SlaveExceptionCode.IllegalDataValue));
        Assert.That(
            _rig.Cabinet.Registers.ReadWriteHoldingRegisters(RegisterMap.Status.Start, status, 0, frame), Is.EqualTo(SlaveExceptionCode.None));
        Assert.That(status[RegisterMap.Status.LastReject], Is.EqualTo((ushort)RejectCode.BadCrc));
        Assert.That(status[RegisterMap.Status.RejectCount], Is.EqualTo(2));
    }

    [Test]
    public void Duplicate_is_accepted_and_has_no_effect()
    {
        var frame = _rig.Frame(CommandKind.AllRed, leaseMs: 1000);
        Assert.That(_rig.Send(frame), Is.EqualTo(RejectCode.None));
        _rig.Run(0.8);

        Assert.That(_rig.Send(frame), Is.EqualTo(RejectCode.None), "a replay is answered as the original");
        _rig.Run(0.4);

        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay), "a replay does not extend the lease");
    }

    [Test]
    public void Same_sequence_with_other_content_is_refused()
    {
        var frame = _rig.Frame(CommandKind.AllRed);
        _rig.Send(frame);

        Assert.That(_rig.Send(frame with { Kind = CommandKind.Release }), Is.EqualTo(RejectCode.OldSequence));
    }

    [Test]
    public void Sequence_wraps_and_older_ones_are_refused()
    {
        var frame = _rig.Frame(CommandKind.AllRed);

        Assert.That(_rig.Send(frame with { Seq = 65534 }), Is.EqualTo(RejectCode.None));
        Assert.That(_rig.Send(frame with { Seq = 65535 }), Is.EqualTo(RejectCode.None));
        Assert.That(_rig.Send(frame with { Seq = 0 }), Is.EqualTo(RejectCode.None));
        Assert.That(_rig.Send(frame with { Seq = 65535 }), Is.EqualTo(RejectCode.OldSequence));
        Assert.That(_rig.Send(frame with { Seq = 1 }), Is.EqualTo(RejectCode.None));
        Assert.That(_rig.Status(RegisterMap.Status.AppliedSeq), Is.EqualTo(1));
    }

    [TestCase(499, RejectCode.BadLease)]
    [TestCase(500, RejectCode.None)]
    [TestCase(10_000, RejectCode.None)]
    [TestCase(10_001, RejectCode.BadLease)]
    public void Lease_is_bounded(int leaseMs, RejectCode expected) =>
        Assert.That(_rig.Send(CommandKind.AllRed, leaseMs: leaseMs), Is.EqualTo(expected));

    [Test]
    public void Config_hash_mismatch_is_refused()
    {
        var frame = _rig.Frame(CommandKind.AllRed);

        Assert.That(_rig.Send(frame with { ConfigHashLow = (ushort)(frame.ConfigHashLow + 1) }), Is.EqualTo(RejectCode.ConfigMismatch));
    }

    [Test]
    public void ApplyAt_waits_for_its_time_and_is_bounded()
    {
        var uptime = (uint)_rig.Cabinet.Uptime.Milliseconds;
        var frame = _rig.Frame(CommandKind.AllRed);

        Assert.That(_rig.Send(frame with { ApplyAtMs = uptime + 5001 }), Is.EqualTo(RejectCode.BadApplyAt));
        Assert.That(_rig.Send(frame with { ApplyAtMs = uptime - 1 }), Is.EqualTo(RejectCode.BadApplyAt));
        Assert.That(_rig.Send(frame with { ApplyAtMs = uptime + 1000 }), Is.EqualTo(RejectCode.None));
        _rig.Run(0.8);
        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay));
        _rig.Run(0.3);
        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Remote));
    }

    [Test]
    public void Reads_must_lie_inside_one_block()
    {
        Assert.That(_rig.Cabinet.Registers.ReadInputRegisters(0, new ushort[32]), Is.EqualTo(SlaveExceptionCode.None));
        Assert.That(_rig.Cabinet.Registers.ReadInputRegisters(0, new ushort[33]), Is.EqualTo(SlaveExceptionCode.IllegalDataAddress));
        Assert.That(_rig.Cabinet.Registers.ReadInputRegisters(99, new ushort[2]), Is.EqualTo(SlaveExceptionCode.IllegalDataAddress));
        Assert.That(_rig.Cabinet.Registers.ReadInputRegisters(5000, new ushort[1]), Is.EqualTo(SlaveExceptionCode.IllegalDataAddress));
        Assert.That(_rig.Cabinet.Registers.ReadHoldingRegisters(100, new ushort[112]), Is.EqualTo(SlaveExceptionCode.None));
    }

    private static ushort[] Encoded(CommandFrame frame)
    {
        var registers = new ushort[RegisterMap.Command.Length];
        frame.Encode(registers);
        return registers;
    }
}
