using Signals.Core.Ports;

namespace Signals.Sim.Cabinet;

/// <summary>Switches, buttons and pre-emption inputs of the cabinet, as a person or a wire would work them.</summary>
public sealed class FrontPanel
{
    private CabinetInputs _inputs;
    private bool _advance, _reset;

    public CabinetInputs Inputs => _inputs | (_advance ? CabinetInputs.IntervalAdvance : CabinetInputs.None);

    /// <summary>Bit n: pre-emption input n + 1 is on.</summary>
    public byte Preempts { get; private set; }

    /// <summary>Turns a switch; <see cref="CabinetInputs.IntervalAdvance"/> is a button, see <see cref="PressIntervalAdvance"/>.</summary>
    public void Set(CabinetInputs which, bool on)
    {
        which &= ~CabinetInputs.IntervalAdvance;
        _inputs = on ? _inputs | which : _inputs & ~which;
    }

    public bool Is(CabinetInputs which) => (_inputs & which) != 0;

    /// <param name="input">1–8; 1 has the highest priority.</param>
    public void SetPreempt(int input, bool on)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input, 8);
        var bit = (byte)(1 << input - 1);
        Preempts = on ? (byte)(Preempts | bit) : (byte)(Preempts & ~bit);
    }

    /// <summary>Asks for the next interval under manual or police control.</summary>
    public void PressIntervalAdvance() => _advance = true;

    /// <summary>The monitor's reset button, behind the door: does nothing while the door is shut.</summary>
    public void PressMonitorReset() => _reset |= Is(CabinetInputs.DoorOpen);

    /// <summary>Takes the press; a button counts once.</summary>
    internal bool TakeAdvance()
    {
        var pressed = _advance;
        _advance = false;
        return pressed;
    }

    internal bool TakeReset()
    {
        var pressed = _reset;
        _reset = false;
        return pressed;
    }
}
