using Signals.Core.Model;
using Signals.Core.Sensing.Objects;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Learning;

/// <summary>Crossings of one lane by its counting detectors, where nobody lists vehicles.</summary>
internal sealed class StopLineCounter
{
    private const double AtStopLineMetres = 20;
    private const int MostInOneTick = 4;

    /// <summary>A detector counts when the rear has passed; the front crossed the line a vehicle's length earlier: 4.5 m at the 4.5 m/s of a queue that starts.</summary>
    private static readonly Duration RearAfterFront = Duration.FromSeconds(1);

    private readonly DetectorTrack[] _tracks;
    private readonly LaneCrossing[] _crossings = new LaneCrossing[MostInOneTick];

    /// <param name="laneGroup">Its lane group.</param>
    /// <param name="number">Lane, 1 from the kerb.</param>
    /// <param name="tracks">All detectors of the intersection.</param>
    public StopLineCounter(LaneGroup laneGroup, int number, DetectorTrack[] tracks) =>
        _tracks = [.. tracks.Where(t => Counts(t.Detector, laneGroup, number)).OrderByDescending(t => t.Detector.Role == DetectorRole.Count)];

    public ReadOnlySpan<LaneCrossing> Crossings(Instant now, ReadOnlySpan<DetectorHealth> health)
    {
        foreach (var track in _tracks)
        {
            if (!health[track.Detector.Index].IsUsable)
            {
                continue;
            }

            var count = Math.Min(MostInOneTick, (int)Math.Round(track.Counted));
            Array.Fill(_crossings, new LaneCrossing(now - RearAfterFront, 1, 0), 0, count);
            return _crossings.AsSpan(0, count);
        }

        return [];
    }

    private static bool Counts(Detector detector, LaneGroup laneGroup, int number) =>
        detector.LaneGroup == laneGroup.Index
        && detector.Role is DetectorRole.Count or DetectorRole.StopLine
        && detector.DistanceToStopLine.Value <= AtStopLineMetres
        && (detector.Lane == number || (detector.Lane == 0 && laneGroup.Lanes == 1));
}
