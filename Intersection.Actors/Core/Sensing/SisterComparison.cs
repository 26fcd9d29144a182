using Signals.Core.Model;

namespace Signals.Core.Sensing;

/// <summary>
/// Compares detectors that watch the same vehicles: same lane, same place, other sensor. Who disagrees with two others that agree is wrong; of two that disagree the one that
/// history contradicts is wrong; where nobody can tell, both are disputed and weigh less.
/// </summary>
internal sealed class SisterComparison
{
    /// <summary>Zones this close along the lane see the same vehicles at nearly the same time.</summary>
    private const double SamePlaceMetres = 20;

    private readonly DetectorTrack[] _tracks;
    private readonly int[][] _sisters;
    private readonly double[] _counts;
    private readonly double[] _expected;
    private readonly double[] _passagesWhilePresent;

    public SisterComparison(Intersection intersection, DetectorTrack[] tracks)
    {
        _tracks = tracks;
        _sisters = [.. tracks.Select(t => tracks.Where(o => AreSisters(t.Detector, o.Detector, intersection)).Select(o => o.Detector.Index).ToArray())];
        _counts = new double[tracks.Length];
        _expected = new double[tracks.Length];
        _passagesWhilePresent = new double[tracks.Length];
    }

    public void Advance(double seconds, ReadOnlySpan<double> historicPerLane)
    {
        var keep = Math.Max(0, 1 - seconds / HealthLimits.CompareSeconds);
        for (var i = 0; i < _tracks.Length; i++)
        {
            var laneGroup = _tracks[i].Detector.LaneGroup;
            _counts[i] = _counts[i] * keep + _tracks[i].Counted;
            var expected = laneGroup >= 0 ? historicPerLane[laneGroup] * _tracks[i].Lanes : double.NaN;
            _expected[i] = double.IsNaN(expected) ? double.NaN : (double.IsNaN(_expected[i]) ? 0 : _expected[i]) * keep + expected * seconds;
        }

        for (var i = 0; i < _tracks.Length; i++)
        {
            var most = 0.0;
            foreach (var sister in _sisters[i])
            {
                most = Math.Max(most, _tracks[sister].Counted);
            }

            _passagesWhilePresent[i] = _tracks[i].PresentSince is null ? 0 : _passagesWhilePresent[i] + most;
        }
    }

    /// <summary>Vehicles that a sister counted since this detector became occupied.</summary>
    public double SisterPassagesWhilePresent(int detector) => _passagesWhilePresent[detector];

    /// <summary>Counts nothing at all while a sister counts far too much for chance.</summary>
    public bool MissesWhatSistersSee(int detector)
    {
        if (_counts[detector] > 0.5)
        {
            return false;
        }

        foreach (var sister in _sisters[detector])
        {
            // What chatters is no witness; a believable flow is below one vehicle in two seconds and lane.
            var believable = _counts[sister] < 0.5 * HealthLimits.CompareSeconds * _tracks[sister].Lanes;
            if (believable && HealthLimits.Disagree(_counts[detector], _counts[sister]))
            {
                return true;
            }
        }

        return false;
    }

    public bool Contradicts(int detector)
    {
        Poll(detector, out var agree, out var disagree);
        return disagree > agree && (disagree >= 2 ? SistersAgree(detector) : disagree == 1 && HistoryBlames(detector));
    }

    /// <summary>In disagreement with a sister, and nobody can tell who is wrong.</summary>
    public bool IsDisputed(int detector)
    {
        Poll(detector, out var agree, out var disagree);
        return disagree > agree;
    }

    private static bool AreSisters(Detector a, Detector b, Intersection intersection)
    {
        if (a.Index == b.Index || a.LaneGroup < 0 || a.LaneGroup != b.LaneGroup || a.ListsObjects || b.ListsObjects)
        {
            return false;
        }

        var sameLane = a.Lane == b.Lane || intersection.LaneGroups[a.LaneGroup].Lanes == 1;
        return sameLane && Math.Abs(a.DistanceToStopLine.Value - b.DistanceToStopLine.Value) <= SamePlaceMetres;
    }

    private void Poll(int detector, out int agree, out int disagree)
    {
        agree = 0;
        disagree = 0;
        foreach (var sister in _sisters[detector])
        {
            if (HealthLimits.Disagree(_counts[detector], _counts[sister]))
            {
                disagree++;
            }
            else
            {
                agree++;
            }
        }
    }

    private bool SistersAgree(int detector)
    {
        var sisters = _sisters[detector];
        for (var i = 1; i < sisters.Length; i++)
        {
            if (HealthLimits.Disagree(_counts[sisters[0]], _counts[sisters[i]]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>History is far from this detector and not from its only sister.</summary>
    private bool HistoryBlames(int detector) =>
        IsFarFromHistory(detector) && _sisters[detector].Length == 1 && !IsFarFromHistory(_sisters[detector][0]);

    /// <summary>Less than half or more than twice the usual, beyond chance; false when the usual is unknown.</summary>
    private bool IsFarFromHistory(int detector)
    {
        var usual = _expected[detector];
        var counted = _counts[detector];
        return counted + 3 * Math.Sqrt(counted) + 3 < 0.5 * usual || counted > 2 * usual + 3 * Math.Sqrt(2 * usual) + 5;
    }
}
