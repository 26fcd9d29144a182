using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Core.Tick.Recording;

namespace Signals.Benchmarks.Decisions;

/// <summary>Ticks of one intersection from its start, kept in memory to be replayed: a tick is a function of the ticks before it and its input.</summary>
/// <param name="corridor">As it is run.</param>
/// <param name="index">Position of the intersection.</param>
internal sealed class TickTape(Corridor corridor, int index) : ITickRecorder
{
    private readonly List<TickRecord> _ticks = [];

    public Corridor Corridor => corridor;

    public Intersection Intersection => corridor.Intersections[index];

    public IReadOnlyList<TickRecord> Ticks => _ticks;

    /// <summary>Sum over all ticks of the vehicles reported: how busy the intersection was.</summary>
    public long Vehicles { get; private set; }

    public void Begin() => _ticks.Clear();

    public void Record(in TickInput input, in TickResult result)
    {
        var record = new TickRecord
        {
            Number = input.Number,
            Deadline = input.Deadline,
            Local = input.Local,
            Readings = input.Readings.ToArray(),
            ReadingsDropped = input.ReadingsDropped,
            Status = input.Status,
            Neighbours = input.Neighbours.ToArray(),
            DecisionWasLate = input.DecisionWasLate,
            Limit = input.Limit,
            Shadow = input.Shadow,
            Digest = ResultDigest.Of(result),
        };
        _ticks.Add(record);
        foreach (var reading in record.Readings)
        {
            Vehicles += reading.Count + (reading.Objects.IsDefault ? 0 : reading.Objects.Length);
        }
    }

    /// <summary>Appends a tick that a flight log kept.</summary>
    public void Add(TickRecord record) => _ticks.Add(record);
}
