using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>
/// Estimates one lane group by conservation of vehicles: what passed the upstream station and has not crossed the stop line is on its way or in the queue.
/// Presence and standing occupancy correct the drift that every count has.
/// </summary>
internal sealed class LaneGroupTracker
{
    /// <summary>Averaging of arrivals upstream: about a cycle, so that platoons do not look like trends.</summary>
    private const double ArrivalSeconds = 60;

    /// <summary>Averaging of stop-line flow, which only comes in greens: several cycles.</summary>
    private const double ThroughputSeconds = 300;

    /// <summary>Averaging of the discharge that is reported.</summary>
    private const double DischargeSeconds = 5;

    /// <summary>Crossings this long after the end of yellow still belong to the green.</summary>
    private const double TailSeconds = 2;

    /// <summary>Permissive discharge as a share of saturation flow, where it is not measured (HCM order of magnitude for moderate opposing flow).</summary>
    private const double PermissiveShare = 0.3;

    /// <summary>Flow assumed when nothing at all is known, as a share of saturation flow.</summary>
    private const double UnknownShare = 0.1;

    private readonly LaneGroup _laneGroup;
    private readonly FlowStation _upstream;
    private readonly FlowStation _stopLine;
    private readonly FlowStation _stopLineBackup;
    private readonly QueueCorrection _correction;
    private readonly ApproachSpeed _speed;
    private readonly FlowBalance _balance = new();
    private readonly SaturationFlow _saturation;
    private readonly bool _mayCrossOnRed;
    private SmoothedFlow _arrivals = new(ArrivalSeconds);
    private SmoothedFlow _throughput = new(ThroughputSeconds);
    private SmoothedFlow _discharge = new(DischargeSeconds);
    private double _queue;
    private double _greenSeconds;
    private double _stoppedSeconds;

    public LaneGroupTracker(Intersection intersection, LaneGroup laneGroup, IReadOnlyList<DetectorTrack> tracks)
    {
        _laneGroup = laneGroup;
        var own = tracks.Where(t => t.Detector.LaneGroup == laneGroup.Index).ToArray();
        var counters = own.Where(t => t.Detector.Role == DetectorRole.Count && IsAtStopLine(t.Detector)).ToArray();
        var presence = own.Where(t => t.Detector.Role == DetectorRole.StopLine).ToArray();
        var upstream = own.Where(t => t.Detector.Role == DetectorRole.Advance || (t.Detector.Role == DetectorRole.Count && !IsAtStopLine(t.Detector))).ToArray();
        var queue = own.Where(t => t.Detector.Role == DetectorRole.Queue).ToArray();
        upstream = upstream.Length > 0 ? upstream : queue;
        _stopLine = new FlowStation(laneGroup.Lanes, counters.Length > 0 ? counters : presence);
        _stopLineBackup = new FlowStation(laneGroup.Lanes, counters.Length > 0 ? presence : []);
        _upstream = new FlowStation(laneGroup.Lanes, upstream);
        UpstreamDistance = upstream.Length > 0 ? upstream.Average(t => t.Detector.DistanceToStopLine.Value) : 0;
        _correction = new QueueCorrection(laneGroup, presence, [.. upstream.Union(queue)]);
        _speed = new ApproachSpeed(intersection.Approaches.First(a => a.Id == laneGroup.Approach).Speed, upstream.Length > 0 ? upstream : own);
        _saturation = new SaturationFlow(laneGroup.SaturationFlowPerLane.PerSecond * laneGroup.Lanes, laneGroup.Lanes, laneGroup.StartUpLost.Value);
        _mayCrossOnRed = laneGroup.Movements.Any(m => m.OnRed);
    }

    private enum Right
    {
        Stop,
        Permissive,
        Clearing,
        Protected,
    }

    /// <summary>Vehicles that arrived in the last tick; NaN when not measured. What the historic profile learns from.</summary>
    public double Arrived { get; private set; } = double.NaN;

    /// <summary>Vehicles counted over the stop line, and past the upstream station (the stop line where there is none); NaN where not measured.</summary>
    public LaneGroupCount Counted { get; private set; } = new(double.NaN, double.NaN);

    /// <summary>Vehicles between the upstream station and the back of the queue.</summary>
    public ApproachPipe Pipe { get; } = new();

    /// <summary>Upstream station to stop line, m; 0 without one.</summary>
    public double UpstreamDistance { get; }

    /// <summary>Speed at which traffic travels to the back of the queue, m/s.</summary>
    public double TravelSpeed => _speed.MetresPerSecond;

    /// <param name="now">Time of the tick.</param>
    /// <param name="seconds">Time since the last tick.</param>
    /// <param name="shown">One entry a group.</param>
    /// <param name="health">One entry a detector.</param>
    /// <param name="historic">Historic flow now, veh/s; NaN when unknown.</param>
    public LaneGroupEstimate Advance(
        Instant now, double seconds, ReadOnlySpan<GroupStatus> shown, ReadOnlySpan<DetectorHealth> health, double historic)
    {
        var right = RightOfWay(shown);
        FollowGreen(right, seconds);
        _speed.Advance(seconds, health);
        var inflow = _upstream.Fuse(health);
        var outflow = _stopLine.Fuse(health);
        var usedBackup = !outflow.IsMeasured && !_stopLineBackup.IsEmpty;
        outflow = usedBackup ? _stopLineBackup.Fuse(health) : outflow;

        var crossing = outflow.IsMeasured ? Measured(outflow.Vehicles, right) : Modelled(right, seconds);
        Learn(inflow, outflow, crossing, right, seconds);
        var flow = ArrivalFlow(inflow, outflow, historic);
        Conserve(now, inflow, flow, crossing, seconds);
        _queue = _correction.Apply(_queue, now, right == Right.Stop, _greenSeconds > _laneGroup.StartUpLost.Value + 2, health);
        if (_correction.IsEmpty)
        {
            _balance.Close();
        }

        var source = Source(inflow, outflow, usedBackup, historic);
        return new LaneGroupEstimate(
            _queue, flow, Pipe.Vehicles, _correction.Occupancy(health), _speed.Kph, _discharge.Or(0), _saturation.PerSecond,
            _correction.Presence(health), source, Quality(inflow, outflow, source));
    }

    /// <summary>Takes a queue that was seen over, so that the counts go on from there when the lanes are no longer seen.</summary>
    public void Adopt(double queue)
    {
        _queue = queue;
        _balance.Discard();
    }

    private static bool IsAtStopLine(Detector detector) => detector.DistanceToStopLine.Value <= 20;

    private Right RightOfWay(ReadOnlySpan<GroupStatus> shown)
    {
        var best = Right.Stop;
        foreach (var movement in _laneGroup.Movements)
        {
            var own = movement.ProtectedBy >= 0 ? shown[movement.ProtectedBy].State : GroupState.Dark;
            var under = movement.PermissiveUnder >= 0 ? shown[movement.PermissiveUnder].State : GroupState.Dark;
            var right = own.IsGo() ? Right.Protected
                : own.IsClearing() ? Right.Clearing
                : under.IsGo() || under == GroupState.FlashingYellowArrow || own == GroupState.FlashingYellowArrow ? Right.Permissive
                : Right.Stop;
            best = right > best ? right : best;
        }

        return best;
    }

    private void FollowGreen(Right right, double seconds)
    {
        if (right == Right.Protected)
        {
            if (_greenSeconds == 0)
            {
                _saturation.BeginGreen(_queue);
            }

            _greenSeconds += seconds;
        }
        else
        {
            if (_greenSeconds > 0)
            {
                _saturation.EndGreen();
            }

            _greenSeconds = 0;
        }

        _stoppedSeconds = right == Right.Stop ? _stoppedSeconds + seconds : 0;
    }

    /// <summary>On red only those who may turn on red cross; anything else a counter says then is a vehicle that rolled over the line.</summary>
    private double Measured(double counted, Right right) =>
        right != Right.Stop || _mayCrossOnRed || _stoppedSeconds <= TailSeconds ? counted : 0;

    private double Modelled(Right right, double seconds) => right switch
    {
        Right.Protected when _greenSeconds > _laneGroup.StartUpLost.Value => Math.Min(_queue, _saturation.PerSecond * seconds),
        Right.Permissive => Math.Min(_queue, PermissiveShare * _saturation.PerSecond * seconds),
        _ => 0,
    };

    private void Learn(StationCount inflow, StationCount outflow, double crossing, Right right, double seconds)
    {
        _discharge.Add(crossing, seconds);
        if (outflow.IsMeasured)
        {
            _throughput.Add(crossing, seconds);
            if (right == Right.Protected)
            {
                _saturation.Observe(_greenSeconds, crossing);
            }
        }

        if (inflow.IsMeasured && outflow.IsMeasured)
        {
            _balance.Add(inflow.Vehicles, crossing, seconds);
        }
        else
        {
            _balance.Discard();
        }

        var over = outflow.IsMeasured ? crossing : double.NaN;
        Counted = new LaneGroupCount(over, inflow.IsMeasured ? inflow.Vehicles * _balance.Factor : _upstream.IsEmpty ? over : double.NaN);
        Arrived = inflow.IsMeasured ? inflow.Vehicles * _balance.Factor : outflow.IsMeasured ? crossing : double.NaN;
        if (inflow.IsMeasured)
        {
            _arrivals.Add(Arrived, seconds);
        }
    }

    /// <summary>Substitution: upstream station → what leaves over the stop line → history → a small default, so that nobody plans for an empty road.</summary>
    private double ArrivalFlow(StationCount inflow, StationCount outflow, double historic)
    {
        if (inflow.IsMeasured)
        {
            return _arrivals.Or(0);
        }

        var unknown = double.IsNaN(historic) ? UnknownShare * _saturation.PerSecond : historic;
        return outflow.IsMeasured && _throughput.IsSettled ? _throughput.PerSecond
            : outflow.IsMeasured && double.IsNaN(historic) ? _throughput.Or(unknown)
            : unknown;
    }

    private void Conserve(Instant now, StationCount inflow, double flow, double crossing, double seconds)
    {
        var queueLength = _queue / _laneGroup.Lanes * LaneGroup.QueuedVehicleLength.Value;
        var travel = Math.Max(0, UpstreamDistance - queueLength) / _speed.MetresPerSecond;
        var entering = inflow.IsMeasured ? Arrived : flow * seconds;
        _queue += Pipe.Advance(now, entering, travel);
        if (crossing <= _queue)
        {
            _queue -= crossing;
            return;
        }

        Pipe.TakeOldest(crossing - _queue);
        _queue = 0;
    }

    private EstimateSource Source(StationCount inflow, StationCount outflow, bool usedBackup, double historic)
    {
        if (!inflow.IsMeasured && !outflow.IsMeasured)
        {
            return double.IsNaN(historic) ? EstimateSource.Recall : EstimateSource.Historic;
        }

        var worst = EstimateSource.Measured;
        worst = Worse(worst, Part(_upstream, inflow));
        worst = Worse(worst, Part(_stopLine, outflow));
        return usedBackup ? Worse(worst, EstimateSource.SisterSensor) : worst;
    }

    /// <summary>A station that was never built is no fault; one that failed whole is replaced by the other.</summary>
    private static EstimateSource Part(FlowStation station, StationCount count) =>
        station.IsEmpty ? EstimateSource.Measured : count.IsMeasured ? count.Source : EstimateSource.SisterSensor;

    private static EstimateSource Worse(EstimateSource a, EstimateSource b) => a > b ? a : b;

    private float Quality(StationCount inflow, StationCount outflow, EstimateSource source) => source switch
    {
        EstimateSource.Recall => 0,
        EstimateSource.Historic => 0.2f,
        _ when _upstream.IsEmpty => outflow.Quality,
        _ when _stopLine.IsEmpty => inflow.Quality,
        _ => 0.5f * (inflow.Quality + outflow.Quality),
    };
}
