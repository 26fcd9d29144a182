using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Core.Sensing.Picture;

/// <summary>
/// All vehicles that one intersection knows of, lane by lane, with how its drivers behave and where there is room to leave. What the planner predicts
/// from. Preallocated; written by sensing, read by controllers; valid until the next tick.
/// </summary>
public sealed class TrafficPicture
{
    /// <summary>Vehicles kept for one lane; those farther away are dropped.</summary>
    public const int LaneCapacity = 64;

    private readonly VehicleEstimate[] _vehicles;
    private readonly int[] _counts;
    private readonly int[] _firstLane;
    private readonly int[] _firstMovement;
    private readonly int[] _groupOfLane;

    public TrafficPicture(Intersection intersection)
    {
        var groups = intersection.LaneGroups;
        _firstLane = new int[groups.Length + 1];
        _firstMovement = new int[groups.Length + 1];
        for (var g = 0; g < groups.Length; g++)
        {
            _firstLane[g + 1] = _firstLane[g] + groups[g].Lanes;
            _firstMovement[g + 1] = _firstMovement[g] + groups[g].Movements.Length;
        }

        _groupOfLane = [.. groups.SelectMany(g => Enumerable.Repeat(g.Index, g.Lanes))];
        _vehicles = new VehicleEstimate[LaneCount * LaneCapacity];
        _counts = new int[LaneCount];
        Behaviour = new LaneBehaviour[LaneCount];
        HeadExcludes = new uint[LaneCount];
        TurnShares = new float[_firstMovement[^1]];
        Exits = ExitLane.Of(intersection);
        ExitRoom = new ExitEstimate[Exits.Length];
        Array.Fill(ExitRoom, new ExitEstimate(float.PositiveInfinity, 0));
        foreach (var group in groups)
        {
            for (var m = 0; m < group.Movements.Length; m++)
            {
                TurnShares[_firstMovement[group.Index] + m] = (float)group.Movements[m].Share;
            }

            var behaviour = new LaneBehaviour((float)(1 / group.SaturationFlowPerLane.PerSecond), (float)group.StartUpLost.Value, 1, 0, 0);
            Array.Fill(Behaviour, behaviour, _firstLane[group.Index], group.Lanes);
        }
    }

    /// <summary>Stop-line lanes of all lane groups.</summary>
    public int LaneCount => _groupOfLane.Length;

    /// <summary>One entry a lane.</summary>
    public LaneBehaviour[] Behaviour { get; }

    /// <summary>One entry a lane: bit m is set while the vehicle standing at the line evidently does not want movement m of its lane group.</summary>
    public uint[] HeadExcludes { get; }

    /// <summary>Learned share of each movement of each lane group, see <see cref="FirstMovement"/>; the shares of a lane group add to 1.</summary>
    public float[] TurnShares { get; }

    /// <summary>Lanes by which traffic leaves; index of <see cref="ExitRoom"/>.</summary>
    public ImmutableArray<ExitLane> Exits { get; }

    /// <summary>One entry a lane of <see cref="Exits"/>.</summary>
    public ExitEstimate[] ExitRoom { get; }

    /// <summary>Index of a lane.</summary>
    /// <param name="laneGroup">Index of its lane group.</param>
    /// <param name="lane">Its number there, 1 from the kerb.</param>
    public int LaneOf(int laneGroup, int lane) => _firstLane[laneGroup] + lane - 1;

    /// <summary>Index of the lane group that a lane belongs to.</summary>
    public int LaneGroupOf(int lane) => _groupOfLane[lane];

    /// <summary>Index in <see cref="TurnShares"/> of the first movement of a lane group.</summary>
    public int FirstMovement(int laneGroup) => _firstMovement[laneGroup];

    /// <summary>Vehicles of one lane, nearest to the stop line first.</summary>
    public ReadOnlySpan<VehicleEstimate> Vehicles(int lane) => _vehicles.AsSpan(lane * LaneCapacity, _counts[lane]);

    /// <summary>Forgets the vehicles of one lane.</summary>
    public void Clear(int lane) => _counts[lane] = 0;

    /// <summary>Appends a vehicle behind those already there; false when the lane is full and the vehicle was dropped.</summary>
    public bool Add(int lane, in VehicleEstimate vehicle)
    {
        if (_counts[lane] == LaneCapacity)
        {
            return false;
        }

        _vehicles[lane * LaneCapacity + _counts[lane]++] = vehicle;
        return true;
    }
}
