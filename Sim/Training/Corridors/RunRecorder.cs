using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Units;

namespace Signals.Sim.Training.Corridors;

/// <summary>
/// Writes down one intersection of a run: the feature rows that its tick makes, some of them, and what truly was there, every second. It forecasts nothing.
/// </summary>
/// <param name="intersection">Validated model.</param>
/// <param name="index">Its position in the corridor.</param>
/// <param name="stride">Seconds from one kept row to the next.</param>
public sealed class RunRecorder(Intersection intersection, int index, int stride) : IArrivalForecast
{
    /// <summary>The world that it looks into; set before the run begins.</summary>
    public ITrueTraffic? World { get; set; }

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
        for (var i = 0; i < Truth.Length; i++)
        {
            var isGo = frame.Rows[i * FeatureColumn.Count + FeatureColumn.IsGo] > 0;
            Truth[i].Add(World!.Arrived(index, i), World.QueueBack(index, i), World.Queued(index, i), isGo, (float)frame.LaneGroups[i].ArrivalsPerSecond);
        }

        if ((second + 7 * index) % Stride == 0)
        {
            Kept.Add((second, frame.Rows.ToArray()));
        }
    }

    /// <inheritdoc/>
    public bool TryTake(Instant now, Span<ArrivalForecast> into) => false;
}
