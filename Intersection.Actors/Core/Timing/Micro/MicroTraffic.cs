namespace Signals.Core.Timing.Micro;

/// <summary>
/// Vehicles of one intersection, a lane after the other, the one nearest the stop line first; and the room on its exits. A structure of arrays, so that
/// copying a state to try another alternative on it is a few block copies. A lane's vehicles are appended at its end and leave at its head.
/// </summary>
internal sealed class MicroTraffic
{
    /// <summary>Vehicles of one lane at the start, and those that come into view later.</summary>
    public const int LaneCapacity = 96;

    /// <summary>Arrivals of one lane within a horizon.</summary>
    public const int ArrivalCapacity = 40;

    public MicroTraffic(int lanes, int exits)
    {
        X = new float[lanes * LaneCapacity];
        V = new float[X.Length];
        Length = new float[X.Length];
        Movement = new int[X.Length];
        Mark = new VehicleMark[X.Length];
        Head = new int[lanes];
        End = new int[lanes];
        Room = new float[exits];
        Outflow = new float[exits];
        Arrivals = new float[lanes * ArrivalCapacity];
        ArrivalMovement = new int[Arrivals.Length];
        ArrivalCount = new int[lanes];
        NextArrival = new int[lanes];
    }

    /// <summary>Front bumper to stop line, m; negative past it.</summary>
    public float[] X { get; }

    /// <summary>Speed, m/s.</summary>
    public float[] V { get; }

    /// <summary>Length, m.</summary>
    public float[] Length { get; }

    /// <summary>Movement that the vehicle makes, see <see cref="MicroNetwork.Movements"/>.</summary>
    public int[] Movement { get; }

    public VehicleMark[] Mark { get; }

    /// <summary>First vehicle of each lane, index into the vehicle arrays.</summary>
    public int[] Head { get; }

    /// <summary>One past the last vehicle of each lane.</summary>
    public int[] End { get; }

    /// <summary>Vehicles that still fit on each exit.</summary>
    public float[] Room { get; }

    /// <summary>Vehicles a second by which each exit drains.</summary>
    public float[] Outflow { get; }

    /// <summary>Seconds from now at which vehicles come into view, ascending, <see cref="ArrivalCapacity"/> a lane.</summary>
    public float[] Arrivals { get; }

    /// <summary>Movement of each of them.</summary>
    public int[] ArrivalMovement { get; }

    public int[] ArrivalCount { get; }

    /// <summary>First arrival of each lane that is not on the road yet.</summary>
    public int[] NextArrival { get; }

    /// <summary>Most vehicles that one step of a run from here can move.</summary>
    public int Most
    {
        get
        {
            var count = 0;
            for (var lane = 0; lane < Head.Length; lane++)
            {
                count += End[lane] - Head[lane] + ArrivalCount[lane];
            }

            return count;
        }
    }

    public void Clear()
    {
        for (var lane = 0; lane < Head.Length; lane++)
        {
            Head[lane] = End[lane] = lane * LaneCapacity;
            ArrivalCount[lane] = NextArrival[lane] = 0;
        }
    }

    /// <summary>Appends a vehicle to a lane; false when the lane's array is full.</summary>
    public bool Add(int lane, float x, float v, float length, int movement, VehicleMark mark)
    {
        var i = End[lane];
        if (i == (lane + 1) * LaneCapacity)
        {
            return false;
        }

        (X[i], V[i], Length[i], Movement[i], Mark[i]) = (x, v, length, movement, mark);
        End[lane] = i + 1;
        return true;
    }

    public void CopyFrom(MicroTraffic other)
    {
        for (var lane = 0; lane < Head.Length; lane++)
        {
            var (start, count) = (other.Head[lane], other.End[lane] - other.Head[lane]);
            Array.Copy(other.X, start, X, start, count);
            Array.Copy(other.V, start, V, start, count);
            Array.Copy(other.Length, start, Length, start, count);
            Array.Copy(other.Movement, start, Movement, start, count);
            Array.Copy(other.Mark, start, Mark, start, count);
            var first = lane * ArrivalCapacity;
            Array.Copy(other.Arrivals, first, Arrivals, first, other.ArrivalCount[lane]);
            Array.Copy(other.ArrivalMovement, first, ArrivalMovement, first, other.ArrivalCount[lane]);
        }

        other.Head.CopyTo(Head, 0);
        other.End.CopyTo(End, 0);
        other.Room.CopyTo(Room, 0);
        other.Outflow.CopyTo(Outflow, 0);
        other.ArrivalCount.CopyTo(ArrivalCount, 0);
        other.NextArrival.CopyTo(NextArrival, 0);
    }
}

/// <summary>What a simulated driver has decided or done.</summary>
[Flags]
internal enum VehicleMark : byte
{
    None = 0,

    /// <summary>Goes through: can no longer stop, or need not. Never taken back; its place on the exit is taken.</summary>
    Committed = 1,

    /// <summary>Stands, and its stop has been counted.</summary>
    Standing = 2,
}
