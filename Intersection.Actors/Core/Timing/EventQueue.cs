using Signals.Core.Measures;

namespace Signals.Core.Timing;

/// <summary>Events of one controller between two drains. Bounded: what nobody drains is dropped, newest first, and never grows.</summary>
public sealed class EventQueue
{
    /// <summary>More than one tick can make: a plan change of 32 splits and a few terminations.</summary>
    public const int Capacity = 64;

    private readonly ControllerEvent[] _events = new ControllerEvent[Capacity];
    private int _count;

    public void Add(EventCode code, int parameter)
    {
        if (_count < Capacity)
        {
            _events[_count++] = new ControllerEvent(code, parameter);
        }
    }

    public void DrainTo(ICollection<ControllerEvent> into)
    {
        for (var i = 0; i < _count; i++)
        {
            into.Add(_events[i]);
        }

        _count = 0;
    }
}
