using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;

namespace Signals.Core.Timing.Micro;

/// <summary>One intersection compiled for microsimulation: its stop-line lanes and movements in arrays, indexed as <see cref="TrafficPicture"/> does.</summary>
internal sealed class MicroNetwork
{
    /// <summary>Speed through a near and a far turn, m/s: 15 and 20 mph, usual design speeds of urban turns.</summary>
    private const float NearTurnSpeed = 6.7f, FarTurnSpeed = 8.9f;

    /// <summary>How far past the stop line a driver waits for a gap in opposing traffic, m.</summary>
    private const float WaitInsideMetres = 5f;

    /// <summary>Sensors' reach where the corridor names no area detector, m.</summary>
    private const float UsualView = 200f;

    public MicroNetwork(Intersection intersection)
    {
        var picture = new TrafficPicture(intersection);
        var groups = intersection.LaneGroups;
        var all = groups.SelectMany(g => g.Movements.Select(m => (Group: g, Movement: m))).ToArray();
        LaneCount = picture.LaneCount;
        ExitCount = picture.Exits.Length;
        YieldsTo = YieldTable.Of(intersection);
        Movements = [.. all.Select((m, i) => Make(picture, m.Group, m.Movement, !YieldsTo[i].IsEmpty))];
        Lanes = [.. Enumerable.Range(0, LaneCount).Select(l => MakeLane(intersection, picture, groups[picture.LaneGroupOf(l)]))];
    }

    public int LaneCount { get; }

    public int ExitCount { get; }

    public ImmutableArray<MicroLane> Lanes { get; }

    /// <summary>In the order of <see cref="TrafficPicture.TurnShares"/>.</summary>
    public ImmutableArray<MicroMovement> Movements { get; }

    /// <summary>For each movement those that it gives way to.</summary>
    public ImmutableArray<ImmutableArray<int>> YieldsTo { get; }

    private static MicroMovement Make(TrafficPicture picture, LaneGroup group, Movement movement, bool yields)
    {
        var speed = movement.Turn switch
        {
            Turn.Through => float.PositiveInfinity,
            Turn.Right => NearTurnSpeed,
            _ => FarTurnSpeed,
        };
        var inside = movement.Turn is Turn.Left or Turn.UTurn && yields ? WaitInsideMetres : 0;
        var exit = picture.Exits.IndexOf(new ExitLane(movement.ExitLeg, movement.ExitLane));
        return new MicroMovement(
            picture.LaneOf(group.Index, 1), group.Lanes, movement.ProtectedBy, movement.PermissiveUnder, movement.OnRed, exit, speed, inside,
            YieldsWhenProtected: !movement.YieldsTo.IsDefault);
    }

    private static MicroLane MakeLane(Intersection intersection, TrafficPicture picture, LaneGroup group)
    {
        var approach = intersection.Approaches.First(a => a.Id == group.Approach);
        var view = intersection.Detectors
            .Where(d => d.Role == DetectorRole.Area && d.LaneGroup == group.Index)
            .Select(d => (float)(d.DistanceToStopLine.Value + d.ZoneLength.Value))
            .DefaultIfEmpty(Math.Min(UsualView, (float)approach.Length.Value))
            .Max();
        var transit = group.ServedBy is var served && intersection.Groups.Any(g => g.Kind == SignalGroupKind.Transit && served.Contains(g.Index));
        return new MicroLane(
            picture.FirstMovement(group.Index), group.Movements.Length, (float)approach.Speed.Value,
            Math.Max(1, (float)(group.Storage.Value / LaneGroup.QueuedVehicleLength.Value)), Math.Max(view, 30),
            transit ? (float)intersection.Control.TransitWeight : 1);
    }
}

/// <param name="FirstMovement">First of its movements.</param>
/// <param name="MovementCount">Number of its movements.</param>
/// <param name="Speed">Approach speed, m/s.</param>
/// <param name="StorageVehicles">Queued vehicles that fit.</param>
/// <param name="ViewMetres">Where new arrivals come into view.</param>
/// <param name="Weight">Delay weight of its vehicles.</param>
internal readonly record struct MicroLane(
    int FirstMovement, int MovementCount, float Speed, float StorageVehicles, float ViewMetres, float Weight);

/// <param name="FirstLane">First lane that it leaves from.</param>
/// <param name="LaneCount">Number of those lanes.</param>
/// <param name="ProtectedBy">Group that gives it right of way, or −1.</param>
/// <param name="PermissiveUnder">Group under which it yields, or −1.</param>
/// <param name="OnRed">May go on red after stopping.</param>
/// <param name="Exit">Lane by which it leaves, index of the picture's exits.</param>
/// <param name="Speed">Speed through the turn, m/s; infinite straight on.</param>
/// <param name="WaitInside">Metres past the line where it waits for a gap; 0 at the line.</param>
/// <param name="YieldsWhenProtected">The list of those it yields to holds whichever group serves it.</param>
internal readonly record struct MicroMovement(
    int FirstLane, int LaneCount, int ProtectedBy, int PermissiveUnder, bool OnRed, int Exit, float Speed, float WaitInside, bool YieldsWhenProtected);
