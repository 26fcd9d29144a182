using Signals.Core.Model;
using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Learning;

/// <summary>
/// Learns how one lane discharges: the k-th vehicle of a standing queue crosses about start-up lost time + (k − 1) headways after green begins, and
/// crossings go on for a part of the clearance; the first, who stands at the line, is over it sooner. Headways count up to the fourth vehicle and on from there (HCM 6th ed., ch. 31), while nobody is hindered; of a shorter queue the last vehicle tells
/// the start-up loss.
/// </summary>
internal sealed class LaneLearner
{
    /// <summary>Bounds of <see cref="LaneBehaviour"/>, and what the configured values are worth.</summary>
    private const double LeastHeadway = 1.2;
    private const double MostHeadway = 4;
    private const double MostStartUp = 4;
    private const double MostYellow = 3;
    private const double PriorSamples = 8;

    /// <summary>Yellow that is taken to be used before any has been seen, s.</summary>
    private const double ConfiguredYellow = 1;

    /// <summary>Samples remembered: about an hour of a busy lane.</summary>
    private const double HeadwayMemory = 100;
    private const double CycleMemory = 40;

    /// <summary>First vehicle of a queue that has settled down to the saturation headway (HCM).</summary>
    private const int SettledVehicle = 4;

    /// <summary>A gap this much longer than the configured headway was not a queue discharging: someone was missed, had to give way, or waited for another movement.</summary>
    private const double HinderedShare = 1.5;
    private const double HinderedSeconds = 0.5;

    /// <summary>Averaging of arrivals.</summary>
    private const double ArrivalSeconds = 240;

    /// <summary>Crossings are waited for so long after the end of green: clearance, and lists that come late.</summary>
    private static readonly Duration AfterGreen = Duration.FromSeconds(6);

    /// <summary>Vehicles nearer than this when green ends would have gone on crossing, m.</summary>
    private const float CloseBehind = 40;

    private readonly double _hinderedGap;
    private BoundedMean _headway;
    private BoundedMean _startUp;
    private BoundedMean _first;
    private BoundedMean _yellow;
    private SmoothedFlow _arrivals = new(ArrivalSeconds);
    private Instant? _greenSince;
    private Instant? _greenEnd;
    private Instant? _lastCrossing;
    private bool _wasGo;
    private bool _hindered;
    private bool _smooth;
    private int _queueAtStart;
    private bool _saturatedAtEnd;
    private int _crossed;
    private int _queue;
    private int _crossedAfter;

    public LaneLearner(LaneGroup laneGroup)
    {
        var headway = 1 / laneGroup.SaturationFlowPerLane.PerSecond;
        _headway = new BoundedMean(headway, PriorSamples, HeadwayMemory, LeastHeadway, MostHeadway);
        _startUp = new BoundedMean(laneGroup.StartUpLost.Value, PriorSamples, CycleMemory, 0, MostStartUp);
        _first = new BoundedMean(laneGroup.StartUpLost.Value, PriorSamples, CycleMemory, 0, MostStartUp);
        _yellow = new BoundedMean(ConfiguredYellow, PriorSamples, CycleMemory, 0, MostYellow);
        _hinderedGap = Math.Clamp(HinderedShare * headway + HinderedSeconds, LeastHeadway, MostHeadway);
    }

    public LaneBehaviour Behaviour => new(
        (float)_headway.Value, (float)_startUp.Value, (float)_yellow.Value, (float)Math.Max(0, _arrivals.Or(0)), _headway.Samples)
    {
        FirstCrossingSeconds = (float)_first.Value,
    };

    public void Advance(in LaneMoment moment)
    {
        if (!double.IsNaN(moment.Arrived))
        {
            _arrivals.Add(moment.Arrived, moment.Seconds);
        }

        FollowSignal(moment);
        foreach (ref readonly var crossing in moment.Crossings)
        {
            Take(crossing);
        }

        if (_greenEnd is { } end && moment.Now - end > AfterGreen)
        {
            CloseGreen();
        }
    }

    private void FollowSignal(in LaneMoment moment)
    {
        if (moment.IsGo && !_wasGo)
        {
            CloseGreen();
            _greenSince = moment.Now;
            (_crossed, _queue, _hindered, _smooth, _lastCrossing) = (0, 0, false, true, null);
            _queueAtStart = moment.Standing;
        }
        else if (!moment.IsGo && _wasGo)
        {
            _greenEnd = moment.Now;
            _crossedAfter = 0;
            _saturatedAtEnd = IsSaturated(moment);
        }

        if (moment.IsGo)
        {
            _queue = Math.Max(_queue, _crossed + moment.Standing);
            _hindered |= !moment.ExitsFree;
            _lastCrossing = moment.ExitsFree ? _lastCrossing : null;
        }

        _wasGo = moment.IsGo;
    }

    /// <summary>The queue was still discharging: someone crossed a moment ago, and the next two are close behind.</summary>
    private bool IsSaturated(in LaneMoment moment)
    {
        var flowing = _lastCrossing is { } last && (moment.Now - last).TotalSeconds < 2 * _headway.Value;
        return flowing && moment is { First: { } first, Second: { } second } && second.DistanceMetres < CloseBehind
            && first.SpeedMetresPerSecond > ObjectTracker.StandingSpeed;
    }

    private void Take(in LaneCrossing crossing)
    {
        if (_greenSince is not { } green || crossing.At < green || crossing.Weight < 0.5f)
        {
            return;
        }

        if (_greenEnd is { } end && crossing.At > end)
        {
            _crossedAfter++;
            return;
        }

        _crossed++;
        var gap = _lastCrossing is { } last ? (crossing.At - last).TotalSeconds : 0;
        _smooth &= gap <= _hinderedGap;
        if (gap > 0 && gap <= _hinderedGap && _crossed >= SettledVehicle && _crossed <= _queue)
        {
            _headway.Add(gap);
        }

        if (_crossed == 1 && _queueAtStart > 0 && !_hindered)
        {
            _first.Add((crossing.At - green).TotalSeconds);
        }

        var settled = Math.Min(_queueAtStart, SettledVehicle);
        if (settled > 1 && _crossed == settled && _smooth && !_hindered)
        {
            _startUp.Add((crossing.At - green).TotalSeconds - (settled - 1) * _headway.Value);
        }

        _lastCrossing = crossing.At;
    }

    private void CloseGreen()
    {
        if (_greenEnd is not null && _saturatedAtEnd && !_hindered)
        {
            _yellow.Add(_crossedAfter * _headway.Value);
        }

        _greenEnd = null;
        _greenSince = null;
        _saturatedAtEnd = false;
    }
}
