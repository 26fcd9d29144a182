using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Learning;

/// <summary>All that is learned on line of one intersection's drivers: discharge by lane, turns by lane group, what a first vehicle does not want. Writes into the picture.</summary>
internal sealed class DriverLearning
{
    /// <summary>Less room than this on an exit hinders those who leave by it, vehicles.</summary>
    private const float HinderingRoom = 2;

    /// <summary>Share of the reach that a second takes away while nobody comes from as far: half in an hour.</summary>
    private const double ReachForgotten = 0.0002;

    private readonly PictureWriter _writer;
    private readonly LaneGroupTracker[] _counts;
    private readonly LaneLearner[] _lanes;
    private readonly StopLineCounter[] _counters;
    private readonly LaneInflow[] _inflow;
    private readonly float[] _reach;
    private readonly int[][] _exitsOfLane;
    private readonly int[] _lanesOfGroup;
    private readonly FoeTraffic _foes;
    private readonly HeadInference _heads;
    private readonly TurnLearner _turns;

    public DriverLearning(Intersection intersection, PictureWriter writer, DetectorTrack[] tracks, LaneGroupTracker[] counts)
    {
        (_writer, _counts) = (writer, counts);
        var groups = intersection.LaneGroups;
        var picture = writer.Picture;
        _lanes = [.. writer.Lanes.Select(l => new LaneLearner(groups[l.LaneGroup]))];
        _counters = [.. writer.Lanes.Select(l => new StopLineCounter(groups[l.LaneGroup], l.Lane - picture.LaneOf(l.LaneGroup, 1) + 1, tracks))];
        _inflow = [.. writer.Lanes.Select(_ => new LaneInflow())];
        _reach = new float[_lanes.Length];
        _exitsOfLane = [.. writer.Lanes.Select(l => groups[l.LaneGroup].Movements
            .Select(m => picture.Exits.IndexOf(new ExitLane(m.ExitLeg, m.ExitLane))).Distinct().ToArray())];
        _lanesOfGroup = [.. groups.Select(g => g.Lanes)];
        _foes = new FoeTraffic(intersection, writer);
        _heads = new HeadInference(intersection, writer, _foes);
        _turns = new TurnLearner(intersection, picture, writer.Exits);
    }

    /// <summary>Learns from this tick. Call after the picture has been written.</summary>
    public void Advance(Instant now, double seconds, ReadOnlySpan<GroupStatus> shown, ReadOnlySpan<DetectorHealth> health)
    {
        _foes.Advance(seconds);
        foreach (var lane in _writer.Lanes)
        {
            var crossings = lane.IsSeen ? lane.Crossings : _counters[lane.Lane].Crossings(now, health);
            var inferred = _writer.Picture.Vehicles(lane.Lane);
            var first = lane.IsSeen ? lane.First : inferred.Length > 0 ? inferred[0] : null;
            _lanes[lane.Lane].Advance(new LaneMoment
            {
                Now = now,
                Seconds = seconds,
                IsGo = _writer.Rights.Best(lane.LaneGroup) >= MovementRight.Permissive,
                ExitsFree = AreExitsFree(lane.Lane),
                Crossings = crossings,
                First = first,
                Second = lane.IsSeen ? lane.Second : inferred.Length > 1 ? inferred[1] : null,
                Standing = lane.IsSeen ? lane.StandingCount : StandingIn(inferred),
                Arrived = ArrivedIn(lane),
            });
            _writer.Picture.Behaviour[lane.Lane] = _lanes[lane.Lane].Behaviour with { ReachMetres = Reach(lane, seconds) };
            foreach (ref readonly var crossing in crossings)
            {
                _turns.Crossed(lane.Lane, crossing);
            }

            if (_heads.Advance(lane.Lane, first, seconds, shown, crossings.Length > 0))
            {
                _turns.Judged(lane.Lane, lane.Head?.Track ?? 0, _writer.Picture.HeadExcludes[lane.Lane]);
            }
        }

        _turns.Advance(now);
    }

    private double ArrivedIn(LaneWatch lane)
    {
        if (lane.IsSeen)
        {
            return _inflow[lane.Lane].Advance(lane.Crossed, _writer.Picture.Vehicles(lane.Lane));
        }

        _inflow[lane.Lane].Reset();
        return _counts[lane.LaneGroup].Arrived / _lanesOfGroup[lane.LaneGroup];
    }

    /// <summary>The farthest vehicle that was seen, slowly forgotten; 0 where nobody looks.</summary>
    private float Reach(LaneWatch lane, double seconds)
    {
        if (!lane.IsSeen)
        {
            return 0;
        }

        var vehicles = _writer.Picture.Vehicles(lane.Lane);
        var farthest = vehicles.Length > 0 ? vehicles[^1].DistanceMetres : 0;
        var kept = _reach[lane.Lane] * (1 - (float)(Math.Min(seconds, 1) * ReachForgotten));
        return _reach[lane.Lane] = MathF.Max(kept, farthest);
    }

    private static int StandingIn(ReadOnlySpan<VehicleEstimate> vehicles)
    {
        var standing = 0;
        foreach (ref readonly var vehicle in vehicles)
        {
            standing += vehicle.SpeedMetresPerSecond < ObjectTracker.StandingSpeed && vehicle.Weight > LaneWatch.SureWeight ? 1 : 0;
        }

        return standing;
    }

    private bool AreExitsFree(int lane)
    {
        foreach (var exit in _exitsOfLane[lane])
        {
            if (_writer.Picture.ExitRoom[exit].RoomVehicles < HinderingRoom)
            {
                return false;
            }
        }

        return true;
    }
}
