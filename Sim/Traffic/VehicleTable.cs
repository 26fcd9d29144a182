using Signals.Core.Traffic;

namespace Signals.Sim.Traffic;

/// <summary>What a driver has decided or done at the junction ahead.</summary>
[Flags]
internal enum DriverState : byte
{
    None = 0,

    /// <summary>Goes through: nothing but physics stops it any more, and others yield to it in order of commitment.</summary>
    Committed = 1,

    /// <summary>Decided to stop at this yellow.</summary>
    Stopping = 2,

    /// <summary>Has stood at the red line, so it may turn on red.</summary>
    HasStopped = 4,

    /// <summary>Counted as standing; a new stop counts after it has moved again.</summary>
    Standing = 8,

    /// <summary>Blocks the box rather than waiting for room (only below full compliance).</summary>
    IgnoresKeepClear = 16,

    /// <summary>Room on its exit lane is kept for it.</summary>
    HasRoom = 32,
}

/// <summary>
/// State of every vehicle, one array per property; a vehicle is an index. Rows are reused, arrays only grow, so a run allocates nothing
/// once the network has filled. Metres, seconds, m/s.
/// </summary>
internal sealed class VehicleTable
{
    private int[] _free = [];
    private int _freeCount;
    private int _top;

    // Motion: read and written every step.
    public float[] X = [];
    public float[] V = [];
    public float[] Next = [];
    public float[] Moved = [];
    public float[] Length = [];
    public float[] StandstillGap = [];
    public float[] DesiredFactor = [];
    public float[] Acceleration = [];
    public float[] Braking = [];
    public float[] Headway = [];
    public float[] Reaction = [];

    // Where and whither.
    public int[] Segment = [];
    public int[] Movement = [];
    public int[] Path = [];
    public int[] ClaimedPath = [];
    public int[] Stamp = [];
    public int[] YieldTo = [];
    public int[] Hop = [];
    public ulong[] Seed = [];
    public DriverState[] State = [];
    public VehicleKind[] Kind = [];
    public float[] ChangedAt = [];
    public float[] StuckFor = [];

    // Buses.
    public int[] Line = [];
    public int[] NextStop = [];
    public float[] DwellLeft = [];

    // Measures.
    public double[] CreatedAt = [];
    public double[] RoadEnteredAt = [];
    public float[] FreeTime = [];
    public float[] Waited = [];
    public int[] Stops = [];
    public int[] RoadStops = [];

    /// <param name="capacity">Rows to begin with.</param>
    public VehicleTable(int capacity) => Resize(capacity);

    /// <summary>Vehicles in the network.</summary>
    public int Count => _top - _freeCount;

    /// <summary>One past the highest row in use; rows below it may be free.</summary>
    public int Top => _top;

    public bool IsCommitted(int id) => (State[id] & DriverState.Committed) != 0;

    /// <summary>Road that a standing vehicle takes, in decimetres: whole numbers, so that sums never drift.</summary>
    public int JamDecimetres(int id) => (int)((Length[id] + StandstillGap[id]) * 10f + 0.5f);

    /// <summary>Takes a row, all of whose per-trip fields are reset; class and seed fields are the caller's to fill.</summary>
    public int Add()
    {
        var id = _freeCount > 0 ? _free[--_freeCount] : _top++;
        if (id >= X.Length)
        {
            Resize(X.Length * 2);
        }

        (X[id], V[id], Next[id], Moved[id]) = (0f, 0f, 0f, 0f);
        (Segment[id], Movement[id], Path[id], ClaimedPath[id]) = (-1, -1, -1, -1);
        (Stamp[id], YieldTo[id], Hop[id]) = (int.MaxValue, -1, 0);
        (State[id], ChangedAt[id], StuckFor[id]) = (DriverState.None, -100f, 0f);
        (Line[id], NextStop[id], DwellLeft[id]) = (-1, 0, 0f);
        (FreeTime[id], Waited[id], Stops[id], RoadStops[id]) = (0f, 0f, 0, 0);
        return id;
    }

    public void Remove(int id)
    {
        Segment[id] = -1;
        _free[_freeCount++] = id;
    }

    private void Resize(int size)
    {
        Array.Resize(ref _free, size);
        Array.Resize(ref X, size);
        Array.Resize(ref V, size);
        Array.Resize(ref Next, size);
        Array.Resize(ref Moved, size);
        Array.Resize(ref Length, size);
        Array.Resize(ref StandstillGap, size);
        Array.Resize(ref DesiredFactor, size);
        Array.Resize(ref Acceleration, size);
        Array.Resize(ref Braking, size);
        Array.Resize(ref Headway, size);
        Array.Resize(ref Reaction, size);
        Array.Resize(ref Segment, size);
        Array.Resize(ref Movement, size);
        Array.Resize(ref Path, size);
        Array.Resize(ref ClaimedPath, size);
        Array.Resize(ref Stamp, size);
        Array.Resize(ref YieldTo, size);
        Array.Resize(ref Hop, size);
        Array.Resize(ref Seed, size);
        Array.Resize(ref State, size);
        Array.Resize(ref Kind, size);
        Array.Resize(ref ChangedAt, size);
        Array.Resize(ref StuckFor, size);
        Array.Resize(ref Line, size);
        Array.Resize(ref NextStop, size);
        Array.Resize(ref DwellLeft, size);
        Array.Resize(ref CreatedAt, size);
        Array.Resize(ref RoadEnteredAt, size);
        Array.Resize(ref FreeTime, size);
        Array.Resize(ref Waited, size);
        Array.Resize(ref Stops, size);
        Array.Resize(ref RoadStops, size);
    }
}
