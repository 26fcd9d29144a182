using Signals.Core.Measures;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

[Category("Unit")]
public sealed class DetectorAndEventTests
{
    private CabinetRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new CabinetRig(TestIntersections.RingBarrier(), EmulatedCabinetOptions.Warm);

    [Test]
    public void Counts_wrap_at_16_bits_and_the_difference_survives()
    {
        _rig.Cabinet.Detectors.PresetCount(3, 65_534);
        var before = Counts()[2];
        for (var i = 0; i < 5; i++)
        {
            _rig.Cabinet.Detectors.Set(3, true);
            _rig.StepOnce();
            _rig.Cabinet.Detectors.Set(3, false);
            _rig.StepOnce();
        }

        Assert.That(Counts()[2], Is.EqualTo(3));
        Assert.That((ushort)(Counts()[2] - before), Is.EqualTo(5));
    }

    [Test]
    public void Presence_and_occupancy_follow_the_detector()
    {
        _rig.Cabinet.Detectors.Set(64, true);
        _rig.Run(2);
        var occupancy = new ushort[RegisterMap.Occupancy.Length / 2];
        _rig.Cabinet.Registers.ReadInputRegisters(RegisterMap.Occupancy.Start + 64, occupancy);
        var discrete = new bool[RegisterMap.Discrete.Length];
        _rig.Cabinet.Registers.ReadDiscreteInputs(0, discrete);

        Assert.That(_rig.Status(RegisterMap.Status.Presence), Is.EqualTo(0x8000), "channel 64 is the highest bit");
        Assert.That(RegisterWords.U32(occupancy, 62), Is.EqualTo(2000));
        Assert.That(discrete[RegisterMap.Discrete.Presence + 63], Is.True);
    }

    [Test]
    public void Event_ring_keeps_twenty_and_flags_what_nobody_read()
    {
        var lost = _rig.Cabinet.Events.Lost;
        ReadRing();
        for (var i = 0; i < 25; i++)
        {
            _rig.Cabinet.Events.Record(EventCode.DetectorOn, i, 1000);
        }

        var ring = ReadRing();

        Assert.That(ring[RegisterMap.Events.Lost] - lost, Is.EqualTo(5));
        Assert.That(_rig.Status(RegisterMap.Status.EventsLost), Is.EqualTo(ring[RegisterMap.Events.Lost]));
        var newest = RegisterWords.U32(ring, RegisterMap.Events.NewestSequence);
        var sequences = Enumerable.Range(0, 20).Select(slot => RegisterWords.U32(ring, slot * RegisterMap.Events.SlotLength)).Order().ToArray();
        Assert.That(sequences, Is.EqualTo(Enumerable.Range(0, 20).Select(i => (uint)(newest - 19 + i)).ToArray()));
    }

    [Test]
    public void Events_read_in_time_are_not_lost()
    {
        _rig.RunToLocal();
        ReadRing();
        var before = _rig.Cabinet.Events.Lost;
        for (var i = 0; i < 1000; i++)
        {
            _rig.StepOnce();
            ReadRing();
        }

        Assert.That(_rig.Cabinet.Events.Lost, Is.EqualTo(before));
        Assert.That(_rig.Cabinet.Events.Newest, Is.GreaterThan(20 + 10));
    }

    [Test]
    public void Heartbeat_adds_one_a_step_and_wraps()
    {
        var before = _rig.Status(RegisterMap.Status.Heartbeat);
        _rig.Run(6553.6);

        Assert.That(_rig.Status(RegisterMap.Status.Heartbeat), Is.EqualTo(before));
    }

    private ushort[] Counts()
    {
        var counts = new ushort[RegisterMap.Counts.Length];
        Assert.That(_rig.Cabinet.Registers.ReadInputRegisters(RegisterMap.Counts.Start, counts), Is.EqualTo(SlaveExceptionCode.None));
        return counts;
    }

    private ushort[] ReadRing()
    {
        var ring = new ushort[RegisterMap.Events.Length];
        Assert.That(_rig.Cabinet.Registers.ReadInputRegisters(RegisterMap.Events.Start, ring), Is.EqualTo(SlaveExceptionCode.None));
        return ring;
    }
}
