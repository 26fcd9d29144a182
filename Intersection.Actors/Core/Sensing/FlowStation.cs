using Signals.Core.Model;

namespace Signals.Core.Sensing;

/// <summary>What one station measured in a tick.</summary>
/// <param name="Vehicles">All lanes together; NaN when no working detector is left. Missing is not zero.</param>
/// <param name="Source">Worst source that went into it.</param>
/// <param name="Quality">Share of its detectors that are healthy, 0–1.</param>
internal readonly record struct StationCount(double Vehicles, EstimateSource Source, float Quality)
{
    public bool IsMeasured => !double.IsNaN(Vehicles);
}

/// <summary>
/// All detectors that count the vehicles of one lane group at one place (stop line, or upstream). Sensors of the same lane are fused by inverse variance;
/// a lane without a working sensor is taken to flow like its neighbours.
/// </summary>
internal sealed class FlowStation
{
    /// <summary>No sensor weighs more than this while another one watches the same lane (security: reference section 9, spoofed vehicles).</summary>
    public const double MaximumWeight = 0.6;

    private readonly DetectorTrack[][] _byLane;
    private readonly DetectorTrack[] _wholeGroup;
    private readonly DetectorTrack[] _all;

    public FlowStation(int lanes, IEnumerable<DetectorTrack> detectors)
    {
        _all = [.. detectors];
        _wholeGroup = [.. _all.Where(t => t.Detector.Lane == 0)];
        _byLane = [.. Enumerable.Range(1, lanes).Select(lane => _all.Where(t => t.Detector.Lane == lane).ToArray())];
    }

    public bool IsEmpty => _all.Length == 0;

    /// <summary>Relative standard deviation of a count, by technology: loop 3 %, radar 5 %, camera 8 % (fair weather; our assumption).</summary>
    public static double RelativeError(DetectorKind kind) => kind switch
    {
        DetectorKind.Loop => 0.03,
        DetectorKind.Radar => 0.05,
        _ => 0.08,
    };

    /// <summary>Fuses this tick's counts.</summary>
    public StationCount Fuse(ReadOnlySpan<DetectorHealth> health)
    {
        if (IsEmpty)
        {
            return new StationCount(double.NaN, EstimateSource.Recall, 0);
        }

        var lanesSum = 0.0;
        var lanesMeasured = 0;
        var watchedLanes = 0;
        foreach (var lane in _byLane)
        {
            watchedLanes += lane.Length > 0 ? 1 : 0;
            var count = Weighted(lane, health);
            if (!double.IsNaN(count))
            {
                lanesSum += count;
                lanesMeasured++;
            }
        }

        var byLanes = lanesMeasured == 0 ? double.NaN : lanesSum * _byLane.Length / lanesMeasured;
        var whole = Weighted(_wholeGroup, health);
        var quality = Quality(health);
        var source = lanesMeasured < watchedLanes && double.IsNaN(whole) ? EstimateSource.NeighbourLane
            : quality < 1 && AnyFault(health) ? EstimateSource.SisterSensor
            : EstimateSource.Measured;
        var vehicles = double.IsNaN(byLanes) ? whole
            : double.IsNaN(whole) ? byLanes
            : lanesMeasured == _byLane.Length ? 0.5 * (byLanes + whole)
            : whole;
        return new StationCount(vehicles, double.IsNaN(vehicles) ? EstimateSource.Recall : source, quality);
    }

    private static double Weighted(DetectorTrack[] detectors, ReadOnlySpan<DetectorHealth> health)
    {
        double weightSum = 0, sum = 0, heaviest = 0, countOfHeaviest = 0;
        var used = 0;
        foreach (var track in detectors)
        {
            var state = health[track.Detector.Index];
            if (!state.IsUsable)
            {
                continue;
            }

            var deviation = RelativeError(track.Detector.Kind) * (state.Degraded ? 2 : 1);
            var weight = 1 / (deviation * deviation);
            weightSum += weight;
            sum += weight * track.Counted;
            used++;
            if (weight > heaviest)
            {
                heaviest = weight;
                countOfHeaviest = track.Counted;
            }
        }

        if (used == 0)
        {
            return double.NaN;
        }

        if (used == 1 || heaviest <= MaximumWeight * weightSum)
        {
            return sum / weightSum;
        }

        var others = (sum - heaviest * countOfHeaviest) / (weightSum - heaviest);
        return MaximumWeight * countOfHeaviest + (1 - MaximumWeight) * others;
    }

    private bool AnyFault(ReadOnlySpan<DetectorHealth> health)
    {
        foreach (var track in _all)
        {
            if (!health[track.Detector.Index].IsUsable)
            {
                return true;
            }
        }

        return false;
    }

    private float Quality(ReadOnlySpan<DetectorHealth> health)
    {
        var sum = 0f;
        foreach (var track in _all)
        {
            var state = health[track.Detector.Index];
            sum += !state.IsUsable ? 0 : state.Degraded ? 0.5f : 1;
        }

        return sum / _all.Length;
    }
}
