using System.Numerics;
using Signals.Core.Model;
using Signals.Drivers.Cabinet;

namespace Signals.Sim.Cabinet;

/// <summary>Detector cards: presence, cumulative counts and occupancy by channel, and latched button calls.</summary>
public sealed class DetectorInputs
{
    private readonly ushort[] _counts = new ushort[RegisterMap.Channels];
    private readonly uint[] _occupiedMs = new uint[RegisterMap.Channels];
    private readonly int[] _group = new int[RegisterMap.Channels];
    private ulong _buttons, _calling;

    public DetectorInputs(Intersection intersection)
    {
        Array.Fill(_group, -1);
        foreach (var detector in intersection.Detectors)
        {
            var channel = detector.Channel - 1;
            _group[channel] = detector.Group;
            _buttons |= detector.Role == DetectorRole.Button ? 1UL << channel : 0;
            _calling |= detector.Role == DetectorRole.StopLine ? 1UL << channel : 0;
        }
    }

    /// <summary>Bit channel − 1: occupied, or button pressed.</summary>
    public ulong Presence { get; private set; }

    /// <summary>Bit channel − 1: the card reports a fault.</summary>
    public ulong Faults { get; private set; }

    /// <summary>Bit channel − 1: button call waiting for its walk.</summary>
    public ulong LatchedCalls { get; private set; }

    /// <summary>Channels whose state changed since the last <see cref="Advance"/>, for the event ring.</summary>
    internal ulong Changed { get; private set; }

    /// <param name="channel">1–64.</param>
    public void Set(int channel, bool occupied)
    {
        var bit = Bit(channel);
        if (occupied == ((Presence & bit) != 0))
        {
            return;
        }

        Presence ^= bit;
        Changed |= bit;
        if (occupied)
        {
            _counts[channel - 1] = unchecked((ushort)(_counts[channel - 1] + 1));
            LatchedCalls |= bit & _buttons & ~Faults;
        }
    }

    /// <summary>All channels at once; bit channel − 1.</summary>
    public void SetAll(ulong presence)
    {
        for (var changed = presence ^ Presence; changed != 0; changed &= changed - 1)
        {
            var channel = BitOperations.TrailingZeroCount(changed);
            Set(channel + 1, (presence >> channel & 1) != 0);
        }
    }

    /// <param name="channel">1–64.</param>
    public void SetFault(int channel, bool faulty) => Faults = faulty ? Faults | Bit(channel) : Faults & ~Bit(channel);

    /// <summary>Cumulative count of a channel, modulo 2^16.</summary>
    public ushort CountOf(int channel) => _counts[channel - 1];

    /// <summary>Presets a counter, for tests of the wrap.</summary>
    public void PresetCount(int channel, ushort count) => _counts[channel - 1] = count;

    /// <summary>Cumulative occupied time of a channel, ms modulo 2^32.</summary>
    public uint OccupiedMsOf(int channel) => _occupiedMs[channel - 1];

    /// <summary>Groups that somebody waits for: presence at a stop line, or a latched button.</summary>
    public GroupSet CalledGroups()
    {
        var called = GroupSet.Empty;
        for (var rest = (Presence & _calling & ~Faults) | LatchedCalls; rest != 0; rest &= rest - 1)
        {
            var group = _group[BitOperations.TrailingZeroCount(rest)];
            called = group >= 0 ? called.With(group) : called;
        }

        return called;
    }

    internal bool IsButton(int channelIndex) => (_buttons >> channelIndex & 1) != 0;

    internal void Advance(long elapsedMs)
    {
        Changed = 0;
        for (var rest = Presence; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            _occupiedMs[channel] = unchecked(_occupiedMs[channel] + (uint)elapsedMs);
        }
    }

    /// <summary>A walk that is shown has answered its buttons.</summary>
    internal void ClearLatched(GroupSet walking)
    {
        for (var rest = LatchedCalls; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            if (walking.Contains(_group[channel]))
            {
                LatchedCalls &= ~(1UL << channel);
            }
        }
    }

    private static ulong Bit(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channel, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channel, RegisterMap.Channels);
        return 1UL << channel - 1;
    }
}
