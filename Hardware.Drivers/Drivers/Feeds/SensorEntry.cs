using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>One sensor of an intersection: which detectors each of its lanes is, and how far its sequence has come.</summary>
internal sealed class SensorEntry
{
    private readonly int[]?[] _detectors;
    private readonly Lock _gate = new();
    private SequenceWindow _window;

    public SensorEntry(IEnumerable<Detector> detectors)
    {
        var byLane = detectors.GroupBy(d => d.SensorLane).ToDictionary(g => g.Key, g => g.Select(d => d.Index).ToArray());
        _detectors = new int[]?[byLane.Keys.Max() + 1];
        foreach (var (lane, indexes) in byLane)
        {
            _detectors[lane] = indexes;
        }
    }

    /// <summary>Detectors of that lane; empty when the configuration maps none.</summary>
    public ReadOnlySpan<int> DetectorsOf(int lane) => (uint)lane < (uint)_detectors.Length ? _detectors[lane] : [];

    public SequenceVerdict Take(long sequence, Instant at, out long missing)
    {
        lock (_gate)
        {
            return _window.Take(sequence, at, out missing);
        }
    }
}
