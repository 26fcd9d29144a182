using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Training.Corridors;

/// <summary>
/// Writes down one intersection of a run: the feature rows that its tick makes, some of them, and what truly was there, every second. It forecasts nothing.
/// </summary>
/// <param name="intersection">Validated model.</param>
/// <param name="index">Its position in the corridor.</param>
/// <param name="stride">Seconds from one kept row to the next.</param>
public sealed class RunRecorder(Intersection intersection, int index, int stride) : IArrivalForecast
{
    private readonly int[][] _counters = [.. intersection.LaneGroups.Select(g => CountersOf(intersection, g))];

    /// <summary>The world that it looks into; set before the run begins.</summary>
    public VirtualCorridor? World { get; set; }

    public Intersection Intersection { get; } = intersection;

    /// <summary>Seconds from one kept row to the next.</summary>
    public int Stride { get; } = stride;

    /// <summary>What truly happened, a lane group each.</summary>
    public TruthSeries[] Truth { get; } = [.. intersection.LaneGroups.Select(_ => new TruthSeries())];

    /// <summary>Kept rows, all lane groups of the intersection one after the other.</summary>
    public List<(int Second, float[] Rows)> Kept { get; } = [];

    /// <inheritdoc/>
    public void Ask(in ForecastFrame frame)
    {
        var second = Truth[0].Seconds;
        var truth = World!.TrueDetectors(index);
        for (var i = 0; i < Truth.Length; i++)
        {
            var arrived = 0L;
            foreach (var detector in _counters[i])
            {
                arrived += truth[detector].Count;
            }

            var isGo = frame.Rows[i * FeatureColumn.Count + FeatureColumn.IsGo] > 0;
            Truth[i].Add(arrived, World.TrueQueue(index, i).Value, World.TrueQueuedVehicles(index, i), isGo, (float)frame.LaneGroups[i].ArrivalsPerSecond);
        }

        if ((second + 7 * index) % Stride == 0)
        {
            Kept.Add((second, frame.Rows.ToArray()));
        }
    }

    /// <inheritdoc/>
    public bool TryTake(Instant now, Span<ArrivalForecast> into) => false;

    /// <summary>Detectors at the farthest station of a lane group; those at the stop line where there is no other.</summary>
    private static int[] CountersOf(Intersection intersection, LaneGroup group)
    {
        var reach = SensorReach.Of(intersection, group);
        var own = intersection.Detectors.Where(d => d.LaneGroup == group.Index).ToList();
        return reach > 0
            ? [.. own.Where(d => d.Role == DetectorRole.Advance && d.DistanceToStopLine.Value >= reach).Select(d => d.Index)]
            : [.. own.Where(d => d.Role == (own.Any(c => c.Role == DetectorRole.Count) ? DetectorRole.Count : DetectorRole.StopLine)).Select(d => d.Index)];
    }
}
