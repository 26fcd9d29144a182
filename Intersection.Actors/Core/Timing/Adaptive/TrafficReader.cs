using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Traffic;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Turns what is known of the traffic into the planner's lists: vehicles seen, by the time at which they reach the line; where only counts are known, as many
/// vehicles as they tell; and beyond the view those that the neighbours announce or that usually come.
/// </summary>
internal sealed class TrafficReader
{
    /// <summary>Share of the approach speed that drivers reach.</summary>
    private const float SpeedShare = 0.97f;

    /// <summary>Spacing of the vehicles that are only expected, s.</summary>
    private const int Spacing = 4;

    /// <summary>A vehicle nearer than this, or at the line this soon, answers for its group's call, m and s: what <see cref="Sensing.Objects.LaneWatch"/> lets call.</summary>
    private const float CallReach = 60, CallSeconds = 4;

    private readonly Intersection _intersection;
    private readonly SafetyTable _safety;
    private readonly MovementTable _movements;
    private readonly ArrivalLists _lists;
    private readonly LaneFlow _flow;
    private readonly PlannerSettings _settings;
    private readonly ArrivalForecast _forecast;
    private readonly float[] _speed;
    private readonly float[] _view;
    private readonly int[] _beyond;
    private readonly float[] _startUp;
    private readonly float[] _yellowUsed;
    private readonly bool[] _moving;

    public TrafficReader(
        Intersection intersection, SafetyTable safety, MovementTable movements, ArrivalLists lists, LaneFlow flow, ImmutableArray<Link> incoming,
        PlannerSettings settings)
    {
        _intersection = intersection;
        _safety = safety;
        _movements = movements;
        _lists = lists;
        _flow = flow;
        _settings = settings;
        _speed = [.. movements.GroupOfLane.Select(g => SpeedShare * (float)SpeedOf(intersection, intersection.LaneGroups[g]))];
        _view = [.. intersection.LaneGroups.Select(g => (float)SensorReach.Of(intersection, g))];
        _beyond = [.. movements.GroupOfLane.Select((g, lane) => (int)Math.Ceiling(_view[g] / _speed[lane]))];
        _forecast = new ArrivalForecast(intersection, settings.Neighbours ? incoming : [], lists.Horizon, settings.Forecasts ? _beyond : []);
        _startUp = new float[_speed.Length];
        _yellowUsed = new float[_speed.Length];
        _moving = new bool[_speed.Length];
    }

    /// <summary>Extra time of the first of a standing queue, s.</summary>
    public float StartUpLost(int lane) => _startUp[lane];

    /// <summary>Part of the clearance that still discharges, s.</summary>
    public float YellowUsed(int lane) => _yellowUsed[lane];

    /// <summary>Takes in what must not be missed between two calls of <see cref="Read"/>; every tick.</summary>
    public void Note(in ControlView view) => _forecast.Note(view);

    /// <param name="called">Groups with a call: at least one vehicle waits there, whatever the sensors see.</param>
    public void Read(in ControlView view, GroupSet called)
    {
        Learn(view.Picture);
        _forecast.Update(view);
        _lists.Clear();
        var unseen = called;
        foreach (var group in _intersection.LaneGroups)
        {
            unseen = unseen.Overlaps(group.ServedBy) && IsNear(group, view) ? unseen - group.ServedBy : unseen;
        }

        foreach (var group in _intersection.LaneGroups)
        {
            var seen = false;
            var unseenCall = group.ServedBy.Overlaps(unseen);
            if (unseenCall)
            {
                _lists.Add(_movements.FirstLane[group.Index], 0, 1, stands: true);
                unseen -= group.ServedBy;
            }

            for (var lane = _movements.FirstLane[group.Index]; lane < _movements.FirstLane[group.Index] + group.Lanes; lane++)
            {
                seen |= See(lane, view.Picture);
            }

            if (!seen)
            {
                Count(group, view, unseenCall ? 1 : 0);
            }

            if (_settings.Expected)
            {
                Expect(group);
            }
        }

        _lists.Close();
    }

    /// <summary>When the lane's first vehicle may cross under the running combination, s from now.</summary>
    public float OpenAt(int lane, uint served, in ControlView view)
    {
        var group = _intersection.LaneGroups[_movements.GroupOfLane[lane]];
        var open = float.PositiveInfinity;
        for (var rest = served; rest != 0; rest &= rest - 1)
        {
            foreach (var signal in MovementYields.GroupsOf(group.Movements[int.TrailingZeroCount((int)rest)]))
            {
                open = Math.Min(open, GreenIn(signal, view));
            }
        }

        if (float.IsInfinity(open))
        {
            return 0;
        }

        return Math.Max(0, _moving[lane] ? open : open + _startUp[lane]);
    }

    /// <summary>Seconds until a group of the running combination is green; minus the seconds since then when it is.</summary>
    private float GreenIn(int signal, in ControlView view)
    {
        if (view.Shown[signal].State.IsGo())
        {
            return -(float)view.Shown[signal].TimeInState.TotalSeconds;
        }

        var rest = Duration.Zero;
        foreach (var other in _safety.ConflictsOf(signal))
        {
            var shown = view.Shown[other];
            var since = shown.State.IsGo() ? Duration.Zero
                : shown.State.IsClearing() ? shown.TimeInState
                : shown.TimeInState + _safety.Group(other).Timing.Clearance;
            rest = Duration.Max(rest, _safety.Intergreen(other, signal) - since);
        }

        return (float)rest.TotalSeconds;
    }

    private void Learn(TrafficPicture picture)
    {
        for (var lane = 0; lane < _speed.Length; lane++)
        {
            var group = _intersection.LaneGroups[_movements.GroupOfLane[lane]];
            var behaviour = picture.Behaviour[lane];
            var learned = _settings.Learned;
            _flow.Headways[lane] = learned ? behaviour.HeadwaySeconds : (float)group.SaturationFlowPerLane.Headway.Value;
            _startUp[lane] = Math.Max(0, (learned ? behaviour.StartUpLostSeconds : (float)group.StartUpLost.Value) + _settings.ExtraLost);
            _yellowUsed[lane] = Math.Max(0, (learned ? behaviour.YellowUsedSeconds : 1) - _settings.YellowLost);
        }

        for (var m = 0; m < _flow.Shares.Length; m++)
        {
            _flow.Shares[m] = picture.TurnShares[m];
        }
    }

    private bool See(int lane, TrafficPicture picture)
    {
        var vehicles = picture.Vehicles(lane);
        foreach (var vehicle in vehicles)
        {
            // Who drives near the usual speed goes on as he does; who is slower accelerates to it.
            var own = vehicle.SpeedMetresPerSecond;
            var at = GapAcceptance.ArrivalTime(vehicle.DistanceMetres, own, own >= _settings.Steady * _speed[lane] ? own : _speed[lane]);
            _lists.Add(lane, at, vehicle.Weight, vehicle.StoppedSeconds > 0 || vehicle.SpeedMetresPerSecond < 1);
        }

        _moving[lane] = vehicles.Length > 0 && vehicles[0].SpeedMetresPerSecond > 2;
        return vehicles.Length > 0;
    }

    /// <summary>Somebody is there who may have made the call: a vehicle that is seen, or a queue that is counted.</summary>
    private bool IsNear(LaneGroup group, in ControlView view)
    {
        if (group.Index < view.LaneGroups.Length && view.LaneGroups[group.Index].QueueVehicles >= 1)
        {
            return true;
        }

        for (var lane = _movements.FirstLane[group.Index]; lane < _movements.FirstLane[group.Index] + group.Lanes; lane++)
        {
            var vehicles = view.Picture.Vehicles(lane);
            if (vehicles.Length > 0 && vehicles[0].DistanceMetres <= Math.Max(CallReach, CallSeconds * vehicles[0].SpeedMetresPerSecond))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Standing vehicles of the queue estimate, evenly over the lanes, then those on their way from the advance detector.</summary>
    /// <param name="counted">Vehicles of the queue that are in the list already.</param>
    private void Count(LaneGroup group, in ControlView view, int counted)
    {
        var estimate = group.Index < view.LaneGroups.Length ? view.LaneGroups[group.Index] : default;
        var queue = Math.Max((float)estimate.QueueVehicles - counted, 0) / group.Lanes;
        var coming = (float)estimate.EnRouteVehicles / group.Lanes;
        for (var lane = _movements.FirstLane[group.Index]; lane < _movements.FirstLane[group.Index] + group.Lanes; lane++)
        {
            var position = _lists.Count(lane);
            for (var rest = queue; rest > 0.01f; rest--)
            {
                var distance = position++ * (float)LaneGroup.QueuedVehicleLength.Value;
                _lists.Add(lane, GapAcceptance.ArrivalTime(distance, 0, _speed[lane]), Math.Min(1, rest), stands: true);
            }

            var reach = _view[group.Index] / _speed[lane];
            var number = Math.Ceiling(coming);
            for (var i = 0; i < number; i++)
            {
                _lists.Add(lane, (float)((i + 0.5) / number * reach), Math.Min(1, coming - i), stands: false);
            }
        }
    }

    /// <summary>Those who are not in view yet: a part of a vehicle every few seconds.</summary>
    private void Expect(LaneGroup group)
    {
        for (var lane = _movements.FirstLane[group.Index]; lane < _movements.FirstLane[group.Index] + group.Lanes; lane++)
        {
            for (var second = _beyond[lane]; second < _lists.Horizon; second += Spacing)
            {
                var weight = 0f;
                for (var s = second; s < Math.Min(second + Spacing, _lists.Horizon); s++)
                {
                    weight += _forecast[lane, s];
                }

                _lists.Add(lane, second + (Spacing / 2f), weight, stands: false);
            }
        }
    }

    private static double SpeedOf(Intersection intersection, LaneGroup group) =>
        Math.Max(1, intersection.Approaches.FirstOrDefault(a => a.Id == group.Approach)?.Speed.Value ?? 13.9);
}
