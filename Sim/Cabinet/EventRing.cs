using Signals.Core.Measures;
using Signals.Drivers.Cabinet;

namespace Signals.Sim.Cabinet;

/// <summary>The last events of the cabinet. An event that is overwritten before anyone read it is counted as lost.</summary>
public sealed class EventRing
{
    private readonly Entry[] _slots = new Entry[RegisterMap.Events.Slots];

    /// <summary>Sequence of the newest event; the first is 1.</summary>
    public uint Newest { get; private set; }

    /// <summary>Events that nobody read; stays at 65535.</summary>
    public ushort Lost { get; private set; }

    public void Record(EventCode code, int parameter, uint uptimeMs)
    {
        Newest++;
        ref var slot = ref _slots[(Newest - 1) % RegisterMap.Events.Slots];
        if (slot is { Seq: > 0, Read: false } && Lost < ushort.MaxValue)
        {
            Lost++;
        }

        slot = new Entry(Newest, (ushort)code, (ushort)parameter, uptimeMs, Read: false);
    }

    /// <summary>One register of the block. Reading a slot's first register marks its event as read.</summary>
    /// <param name="offset">0–122.</param>
    public ushort Read(int offset)
    {
        switch (offset)
        {
            case RegisterMap.Events.Lost:
                return Lost;
            case RegisterMap.Events.NewestSequence:
                return (ushort)(Newest >> 16);
            case RegisterMap.Events.NewestSequence + 1:
                return (ushort)Newest;
        }

        ref var slot = ref _slots[offset / RegisterMap.Events.SlotLength];
        var field = offset % RegisterMap.Events.SlotLength;
        slot = field == 0 ? slot with { Read = true } : slot;
        return field switch
        {
            0 => (ushort)(slot.Seq >> 16),
            1 => (ushort)slot.Seq,
            2 => slot.Code,
            3 => slot.Parameter,
            4 => (ushort)(slot.UptimeMs >> 16),
            _ => (ushort)slot.UptimeMs,
        };
    }

    private readonly record struct Entry(uint Seq, ushort Code, ushort Parameter, uint UptimeMs, bool Read);
}
