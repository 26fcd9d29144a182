using Signals.Core.Measures;

namespace Signals.Core.Sensing;

/// <summary>Hi-res events of sensing that wait for the tick to collect them. Bounded: what does not fit is counted, newest lost.</summary>
internal sealed class SensingEvents
{
    /// <summary>A tick of 64 detectors makes at most a few hundred even while one of them chatters.</summary>
    private const int Capacity = 1024;

    private readonly (EventCode Code, int Parameter)[] _waiting = new (EventCode, int)[Capacity];
    private int _count;

    /// <summary>Events lost because nobody collected.</summary>
    public long Lost { get; private set; }

    public void Add(EventCode code, int parameter)
    {
        if (_count == Capacity)
        {
            Lost++;
            return;
        }

        _waiting[_count++] = (code, parameter);
    }

    public void DrainTo(List<(EventCode Code, int Parameter)> into)
    {
        for (var i = 0; i < _count; i++)
        {
            into.Add(_waiting[i]);
        }

        _count = 0;
    }
}
