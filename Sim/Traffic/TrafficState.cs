using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Traffic;

/// <summary>State that the parts of the engine share: clock, vehicles, their order, signals, and who has committed to cross.</summary>
internal sealed class TrafficState
{
    /// <summary>Most vehicles that may be committed to one path at a time.</summary>
    public const int ClaimCapacity = 8;

    public TrafficState(RoadNetwork network, TrafficOptions options)
    {
        Network = network;
        Options = options;
        Step = (float)options.StepLength.TotalSeconds;
        Vehicles = new VehicleTable(UsualVehicles(network));
        Queues = new LaneQueues(Capacities(network));
        Limit = new float[network.SegmentCount];
        End = new float[network.SegmentCount];
        StorageDecimetres = new int[network.LaneCount];
        JamDecimetres = new int[network.LaneCount];
        HeldFor = new float[network.LaneCount];
        BlockedAt = new float[network.LaneCount];
        Array.Fill(BlockedAt, float.PositiveInfinity);
        PathLight = new Light[network.Paths.Length];
        Rank = new byte[network.Paths.Length];
        GoSince = new double[network.Paths.Length];
        Claims = new int[network.Paths.Length * ClaimCapacity];
        ClaimCount = new int[network.Paths.Length];
        Signals = [.. network.Corridor.Intersections.Select(x => x.Groups.Select(g => g.StopState).ToArray())];
        FillSegments();
    }

    public RoadNetwork Network { get; }

    public TrafficOptions Options { get; }

    public VehicleTable Vehicles { get; }

    public LaneQueues Queues { get; }

    /// <summary>Step length, s.</summary>
    public float Step { get; }

    public long StepCount { get; set; }

    /// <summary>Seconds since the start of the run.</summary>
    public double Time => StepCount * Options.StepLength.Milliseconds / 1000.0;

    public Instant Now => Options.Start + Options.StepLength * StepCount;

    public Duration TimeOfDay => Options.TimeOfDay + Options.StepLength * StepCount;

    /// <summary>Speed limit per segment, m/s.</summary>
    public float[] Limit { get; }

    /// <summary>Coordinate at which a segment ends.</summary>
    public float[] End { get; }

    public int[] StorageDecimetres { get; }

    /// <summary>Standing length of the vehicles on each lane and of those committed to enter it.</summary>
    public int[] JamDecimetres { get; }

    /// <summary>Seconds for which the first vehicle of a lane has stood although its signal lets it go.</summary>
    public float[] HeldFor { get; }

    /// <summary>Coordinate at which an incident blocks the lane; infinite when none does.</summary>
    public float[] BlockedAt { get; }

    public Light[] PathLight { get; }

    /// <summary>Right of way among paths that may go: the higher one is yielded to.</summary>
    public byte[] Rank { get; }

    /// <summary>Time at which each path's light last turned from stop to go.</summary>
    public double[] GoSince { get; }

    public int[] Claims { get; }

    public int[] ClaimCount { get; }

    /// <summary>Indications per intersection and group.</summary>
    public GroupState[][] Signals { get; }

    public int NextStamp { get; set; }

    public int SegmentOf(int path) => Network.LaneCount + path;

    /// <summary>Position of a claimant along a path; negative while it is still before the stop line.</summary>
    public float PositionOn(JunctionPath path, int vehicle)
    {
        var segment = Vehicles.Segment[vehicle];
        return segment == path.Segment ? Vehicles.X[vehicle]
            : segment == path.FromLane ? Vehicles.X[vehicle] - End[segment]
            : path.Length + Vehicles.X[vehicle];
    }

    public bool TryClaim(int path, int vehicle)
    {
        if (ClaimCount[path] == ClaimCapacity)
        {
            return false;
        }

        Release(vehicle);
        Claims[path * ClaimCapacity + ClaimCount[path]++] = vehicle;
        Vehicles.ClaimedPath[vehicle] = path;
        Vehicles.Stamp[vehicle] = NextStamp++;
        Vehicles.State[vehicle] |= DriverState.Committed;
        KeepRoom(path, vehicle);
        return true;
    }

    /// <summary>Keeps room on the exit lane for a vehicle that enters the junction. It becomes the vehicle's presence there on arrival.</summary>
    public void KeepRoom(int path, int vehicle)
    {
        if ((Vehicles.State[vehicle] & DriverState.HasRoom) == 0)
        {
            Vehicles.State[vehicle] |= DriverState.HasRoom;
            JamDecimetres[Network.Paths[path].ToLane] += Vehicles.JamDecimetres(vehicle);
        }
    }

    /// <summary>The vehicle's rear has left the junction.</summary>
    public void Release(int vehicle)
    {
        var path = Vehicles.ClaimedPath[vehicle];
        if (path < 0)
        {
            return;
        }

        var first = path * ClaimCapacity;
        for (var i = 0; i < ClaimCount[path]; i++)
        {
            if (Claims[first + i] == vehicle)
            {
                Claims[first + i] = Claims[first + --ClaimCount[path]];
                break;
            }
        }

        (Vehicles.ClaimedPath[vehicle], Vehicles.Stamp[vehicle]) = (-1, int.MaxValue);
    }

    /// <summary>Half of what could stand on all lanes: rows for a busy network, so that the table seldom grows.</summary>
    private static int UsualVehicles(RoadNetwork network)
    {
        var storage = Enumerable.Range(0, network.LaneCount).Sum(l => (double)network.StorageOf(l));
        return 64 + (int)(storage / LaneGroup.QueuedVehicleLength.Value / 2);
    }

    private static int[] Capacities(RoadNetwork network)
    {
        const float ShortestVehicle = 5.5f;
        var capacities = new int[network.SegmentCount];
        for (var s = 0; s < capacities.Length; s++)
        {
            var length = s < network.LaneCount ? network.StorageOf(s) : network.Paths[s - network.LaneCount].Length;
            capacities[s] = (int)(length / ShortestVehicle) + 4;
        }

        return capacities;
    }

    private void FillSegments()
    {
        for (var lane = 0; lane < Network.LaneCount; lane++)
        {
            var road = Network.Roads[Network.RoadOfLane[lane]];
            (Limit[lane], End[lane]) = (road.Limit, road.Length);
            StorageDecimetres[lane] = (int)(Network.StorageOf(lane) * 10f);
        }

        foreach (var path in Network.Paths)
        {
            (Limit[path.Segment], End[path.Segment]) = (path.Limit, path.Length);
        }
    }
}
