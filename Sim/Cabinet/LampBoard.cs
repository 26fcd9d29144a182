using Signals.Core.Model;

namespace Signals.Sim.Cabinet;

/// <summary>Load switches and heads: turns indications into lit lamps, with the faults that a test or an operator injects.</summary>
public sealed class LampBoard
{
    /// <summary>Current of a lit LED module, mA.</summary>
    private const ushort LitMilliamperes = 120;

    /// <summary>60 flashes a minute, lit half of the time (MUTCD 11 §4G: 50–60 a minute, ½–⅔ lit).</summary>
    private const long HalfFlashMs = 500;

    private readonly LampFault[] _faults;
    private readonly uint _all;
    private uint _deadRed, _deadYellow, _deadGreen, _stuckRed, _stuckYellow, _stuckGreen;

    public LampBoard(int groupCount)
    {
        _faults = new LampFault[groupCount * 3];
        _all = (uint)GroupSet.FirstN(groupCount).Bits;
    }

    /// <summary>What the load switches were told, before any lamp fault.</summary>
    public LampOutputs Intended { get; private set; }

    /// <summary>What is lit.</summary>
    public LampOutputs Lit { get; private set; }

    /// <summary>Groups with a lamp fault.</summary>
    public uint FaultyGroups => _deadRed | _deadYellow | _deadGreen | _stuckRed | _stuckYellow | _stuckGreen;

    /// <summary>Sets or, with <see cref="LampFault.None"/>, repairs a fault.</summary>
    public void Inject(int group, Lamp lamp, LampFault fault)
    {
        _faults[group * 3 + (int)lamp] = fault;
        (_deadRed, _stuckRed) = Masks(Lamp.Red);
        (_deadYellow, _stuckYellow) = Masks(Lamp.Yellow);
        (_deadGreen, _stuckGreen) = Masks(Lamp.Green);
    }

    public void RepairAll()
    {
        Array.Clear(_faults);
        _deadRed = _deadYellow = _deadGreen = _stuckRed = _stuckYellow = _stuckGreen = 0;
    }

    /// <summary>Drives the lamps for the shown states. <paramref name="uptimeMs"/> times the flasher.</summary>
    public void Drive(ReadOnlySpan<GroupState> states, bool flashTransfer, long uptimeMs)
    {
        uint red = 0, yellow = 0, green = 0;
        var flasherOn = uptimeMs / HalfFlashMs % 2 == 0;
        for (var group = 0; group < states.Length; group++)
        {
            var bit = 1u << group;
            switch (states[group])
            {
                case GroupState.Red or GroupState.DontWalk:
                    red |= bit;
                    break;
                case GroupState.RedAmber:
                    red |= bit;
                    yellow |= bit;
                    break;
                case GroupState.Green or GroupState.Walk:
                    green |= bit;
                    break;
                case GroupState.Yellow:
                    yellow |= bit;
                    break;
                case GroupState.FlashingYellow when flasherOn:
                    yellow |= bit;
                    break;
                case GroupState.FlashingRed or GroupState.PedestrianClearance when flasherOn:
                    red |= bit;
                    break;
            }
        }

        Intended = new LampOutputs(red, yellow, green, flashTransfer);
        Lit = FaultyGroups == 0
            ? Intended
            : new LampOutputs(
                (red & ~_deadRed | _stuckRed) & _all, (yellow & ~_deadYellow | _stuckYellow) & _all, (green & ~_deadGreen | _stuckGreen) & _all, flashTransfer);
    }

    /// <summary>Current of one lamp, mA.</summary>
    public ushort Milliamperes(int group, Lamp lamp) => Lit.IsLit(group, lamp) ? LitMilliamperes : (ushort)0;

    private (uint Dead, uint Stuck) Masks(Lamp lamp)
    {
        uint dead = 0, stuck = 0;
        for (var group = 0; group < _faults.Length / 3; group++)
        {
            var fault = _faults[group * 3 + (int)lamp];
            dead |= fault == LampFault.Dead ? 1u << group : 0;
            stuck |= fault == LampFault.StuckOn ? 1u << group : 0;
        }

        return (dead, stuck);
    }
}
