using Signals.Core.Timing;

namespace Signals.Core.Sensing;

/// <summary>Collects measured arrivals over each quarter of an hour and hands the finished bin to the profile, if enough of it was measured.</summary>
internal sealed class ProfileLearner(HistoricProfile profile)
{
    /// <summary>Least measured share of a bin: a third of it may be missing.</summary>
    private const double LeastMeasuredSeconds = 600;

    private readonly double[] _vehicles = new double[profile.LaneGroups];
    private readonly double[] _seconds = new double[profile.LaneGroups];
    private LocalTime _bin;
    private bool _started;

    /// <summary>Call once a tick before <see cref="Add"/>.</summary>
    public void MoveTo(LocalTime local)
    {
        var sameBin = _started && local.Day == _bin.Day && HistoricProfile.BinOf(local) == HistoricProfile.BinOf(_bin);
        if (sameBin)
        {
            return;
        }

        for (var laneGroup = 0; laneGroup < _vehicles.Length; laneGroup++)
        {
            if (_seconds[laneGroup] >= LeastMeasuredSeconds)
            {
                profile.Observe(laneGroup, _bin, _vehicles[laneGroup], _seconds[laneGroup]);
            }

            _vehicles[laneGroup] = 0;
            _seconds[laneGroup] = 0;
        }

        _bin = local;
        _started = true;
    }

    /// <param name="laneGroup">Index of the lane group.</param>
    /// <param name="vehicles">Arrivals of the tick; NaN when they were not measured.</param>
    /// <param name="seconds">Length of the tick.</param>
    public void Add(int laneGroup, double vehicles, double seconds)
    {
        if (!double.IsNaN(vehicles))
        {
            _vehicles[laneGroup] += vehicles;
            _seconds[laneGroup] += seconds;
        }
    }
}
