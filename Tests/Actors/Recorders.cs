using Signals.Core.Measures;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Tick;

namespace Signals.Tests.Actors;

/// <summary>Feed, event sink and flight recorder that remember.</summary>
public sealed class Recorders : IReadingSource, IEventSink, ITickRecorder
{
    private readonly Queue<DetectorReading> _readings = new();
    private readonly List<HiResEvent> _events = [];
    private int _begins;
    private int _ticks;

    public int Begins => Volatile.Read(ref _begins);

    public int Ticks => Volatile.Read(ref _ticks);

    public IReadOnlyList<HiResEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public void Add(DetectorReading reading) => _readings.Enqueue(reading);

    public int Drain(Span<DetectorReading> into)
    {
        var count = 0;
        while (count < into.Length && _readings.TryDequeue(out var reading))
        {
            into[count++] = reading;
        }

        return count;
    }

    public int TakeDropped() => 0;

    public void Begin() => Interlocked.Increment(ref _begins);

    public void Record(in TickInput input, in TickResult result) => Interlocked.Increment(ref _ticks);

    public void Record(in HiResEvent happened)
    {
        lock (_events)
        {
            _events.Add(happened);
        }
    }
}
