using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>
/// Corrects a counted queue by what the zones see: someone stands at the stop line, nobody does, the queue stands on an upstream zone, or it does not reach it.
/// </summary>
internal sealed class QueueCorrection
{
    /// <summary>Presence this long on red is a standing vehicle.</summary>
    private static readonly Duration Standing = Duration.FromSeconds(1);

    /// <summary>An upstream zone occupied this long has the queue on it: a moving vehicle leaves a zone within 2 s.</summary>
    private static readonly Duration QueueStands = Duration.FromSeconds(4);

    /// <summary>A free stop line for this long means that there is no queue: on red and, after the start-up, on green.</summary>
    private static readonly Duration Empty = Duration.FromSeconds(4);

    /// <summary>Zones further from the stop line than this do not see the first vehicle.</summary>
    private const double StopLineReach = 5;

    private readonly LaneGroup _laneGroup;
    private readonly DetectorTrack[] _stopLine;
    private readonly DetectorTrack[] _upstream;
    private readonly double[] _laneFloor;
    private Instant? _freeSince;

    public QueueCorrection(LaneGroup laneGroup, DetectorTrack[] stopLine, DetectorTrack[] upstream)
    {
        _laneGroup = laneGroup;
        _stopLine = stopLine;
        _upstream = upstream;
        _laneFloor = new double[laneGroup.Lanes];
    }

    /// <summary>The last correction found the stop line free for long enough that no queue stands.</summary>
    public bool IsEmpty { get; private set; }

    public bool Presence(ReadOnlySpan<DetectorHealth> health)
    {
        foreach (var track in _stopLine)
        {
            if (track.Present && health[track.Detector.Index].IsUsable)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Mean occupancy of the working stop-line zones; NaN when none is measured.</summary>
    public float Occupancy(ReadOnlySpan<DetectorHealth> health)
    {
        float sum = 0;
        var measured = 0;
        foreach (var track in _stopLine)
        {
            if (health[track.Detector.Index].IsUsable && track.LastHeard is not null && !float.IsNaN(track.Occupancy))
            {
                sum += track.Occupancy;
                measured++;
            }
        }

        return measured == 0 ? float.NaN : sum / measured;
    }

    /// <returns>The corrected queue, 0 … storage.</returns>
    public double Apply(double queue, Instant now, bool stopped, bool flowing, ReadOnlySpan<DetectorHealth> health)
    {
        _freeSince = AllFree(health) ? _freeSince ?? now : null;
        IsEmpty = _freeSince is { } since && now - since >= Empty && (stopped || flowing);
        queue = Math.Max(IsEmpty ? 0 : queue, Floor(now, stopped, health));
        queue = stopped ? Math.Min(queue, Ceiling(now, health)) : queue;
        return Math.Clamp(queue, 0, Math.Max(_laneGroup.Lanes, _laneGroup.StorageVehicles));
    }

    /// <summary>Every lane is watched at the stop line by a working zone, and all are free.</summary>
    private bool AllFree(ReadOnlySpan<DetectorHealth> health)
    {
        for (var lane = 1; lane <= _laneGroup.Lanes; lane++)
        {
            var seen = false;
            foreach (var track in _stopLine)
            {
                if (!Watches(track, lane) || !health[track.Detector.Index].IsUsable || track.Detector.DistanceToStopLine.Value > StopLineReach)
                {
                    continue;
                }

                if (track.Present || track.LastHeard is null)
                {
                    return false;
                }

                seen = true;
            }

            if (!seen)
            {
                return false;
            }
        }

        return true;
    }

    private double Floor(Instant now, bool stopped, ReadOnlySpan<DetectorHealth> health)
    {
        Array.Clear(_laneFloor);
        if (stopped)
        {
            foreach (var track in _stopLine)
            {
                Raise(track, 1, Standing, now, health);
            }
        }

        foreach (var track in _upstream)
        {
            Raise(track, track.Detector.DistanceToStopLine.Value / LaneGroup.QueuedVehicleLength.Value, QueueStands, now, health);
        }

        var sum = 0.0;
        foreach (var lane in _laneFloor)
        {
            sum += lane;
        }

        return sum;
    }

    private void Raise(DetectorTrack track, double vehicles, Duration after, Instant now, ReadOnlySpan<DetectorHealth> health)
    {
        if (track.PresentSince is not { } since || now - since < after || !health[track.Detector.Index].IsUsable)
        {
            return;
        }

        // A zone over all lanes proves one standing vehicle, not one in each.
        var lane = Math.Max(1, track.Detector.Lane) - 1;
        if (lane < _laneFloor.Length)
        {
            _laneFloor[lane] = Math.Max(_laneFloor[lane], vehicles);
        }
    }

    /// <summary>On red the back of the queue has not reached an upstream zone that is free.</summary>
    private double Ceiling(Instant now, ReadOnlySpan<DetectorHealth> health)
    {
        var ceiling = double.PositiveInfinity;
        foreach (var track in _upstream)
        {
            var free = track.LastHeard is not null && !track.Present && (track.LastActivity is not { } last || now - last >= QueueStands);
            if (free && track.Detector.Lane == 0 && health[track.Detector.Index].IsUsable)
            {
                ceiling = Math.Min(ceiling, _laneGroup.Lanes * track.Detector.DistanceToStopLine.Value / LaneGroup.QueuedVehicleLength.Value);
            }
        }

        return ceiling;
    }

    private static bool Watches(DetectorTrack track, int lane) => track.Detector.Lane == 0 || track.Detector.Lane == lane;
}
