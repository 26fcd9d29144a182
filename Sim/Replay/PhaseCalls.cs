using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>Waits of one phase's recorded calls under our control. A wait runs from the first unserved call to the start of service.</summary>
public sealed class PhaseCalls(int device, int phase, bool pedestrian)
{
    /// <summary>A call younger than this at the end of the record is open, not unserved.</summary>
    public static readonly Duration OpenWindow = Duration.FromSeconds(200);

    private readonly List<Duration> _waits = [];
    private Instant? _calledAt;
    private bool _isGreen;

    public int Device => device;

    public int Phase => phase;

    public bool IsPedestrian => pedestrian;

    /// <summary>Times that a call was waiting and got service.</summary>
    public int Served => _waits.Count;

    /// <summary>Calls that waited longer than <see cref="OpenWindow"/> at the end and never got service.</summary>
    public int Unserved { get; private set; }

    /// <summary>Calls still waiting, within the window, at the end.</summary>
    public int Open { get; private set; }

    public Duration LongestWait => _waits.Count == 0 ? Duration.Zero : _waits.Max();

    public double MeanWaitSeconds => _waits.Count == 0 ? 0 : _waits.Average(wait => wait.TotalSeconds);

    internal void Call(Instant at) => _calledAt = _isGreen ? _calledAt : _calledAt ?? at;

    internal void Begin(Instant at)
    {
        _isGreen = true;
        if (_calledAt is { } called)
        {
            _waits.Add(at - called);
            _calledAt = null;
        }
    }

    internal void End() => _isGreen = false;

    internal void Close(Instant end)
    {
        if (_calledAt is { } called)
        {
            Unserved += end - called > OpenWindow ? 1 : 0;
            Open += end - called > OpenWindow ? 0 : 1;
        }
    }
}
