namespace Signals.Sim.CityFlow.Engine;

/// <summary>
/// All vehicles on the road as parallel arrays, and for each way the list of those on it, front to back. A vehicle's number (slot) is used again
/// after it has left; <see cref="Serial"/> is its own for ever.
/// </summary>
internal sealed class CityTraffic
{
    /// <summary>No vehicle, no way.</summary>
    public const int None = -1;

    private int[] _free = [];
    private int _freeCount;
    private int _slots;

    public CityTraffic(int ways)
    {
        (Front, Back) = (new int[ways], new int[ways]);
        Array.Fill(Front, None);
        Array.Fill(Back, None);
        _activeAt = new int[ways];
        Array.Fill(_activeAt, None);
        Active = new int[ways];
    }

    /// <summary>Foremost and last vehicle of each way.</summary>
    public readonly int[] Front, Back;

    /// <summary>Ways with vehicles, in no particular order; the first <see cref="ActiveCount"/> entries.</summary>
    public readonly int[] Active;

    private readonly int[] _activeAt;

    public int ActiveCount { get; private set; }

    /// <summary>Vehicles on the road.</summary>
    public int Count { get; private set; }

    /// <summary>Front bumper from the start of its way, m.</summary>
    public double[] Position = [];

    public double[] Speed = [];

    public double[] NextPosition = [];

    public double[] NextSpeed = [];

    /// <summary>When the flow created it, s.</summary>
    public double[] Created = [];

    public CityVehicle[] Kind = [];

    /// <summary>Ways it drives on, and which of them it is on.</summary>
    public int[][] Path = [];

    public int[] Leg = [];

    /// <summary>Leg that it will be on after this step.</summary>
    public int[] NextLeg = [];

    /// <summary>Way that it was on before this one.</summary>
    public int[] Previous = [];

    public int[] Ahead = [], Behind = [];

    /// <summary>Vehicle that it gave way to in the last step, and in this one.</summary>
    public int[] Blocker = [], NextBlocker = [];

    /// <summary>Step at which it entered the junction; the largest number while on a lane.</summary>
    public int[] EnteredLink = [];

    public int[] Serial = [];

    /// <summary>It stood and did not move in the last step.</summary>
    public bool[] Still = [];

    /// <summary>Its leader alone made it stand: while the leader stays still, so does it.</summary>
    public bool[] Resting = [];

    public int WayOf(int vehicle) => Path[vehicle][Leg[vehicle]];

    /// <summary>Way after the present one, or <see cref="None"/> at the end.</summary>
    public int NextWay(int vehicle) => Leg[vehicle] + 1 < Path[vehicle].Length ? Path[vehicle][Leg[vehicle] + 1] : None;

    /// <summary>Puts a standing vehicle at the start of the first way of its path.</summary>
    public int Enter(CityVehicle kind, int[] path, double created, int serial)
    {
        if (_freeCount == 0)
        {
            Grow();
        }

        var vehicle = _free[--_freeCount];
        (Position[vehicle], Speed[vehicle], Created[vehicle]) = (0, 0, created);
        (Kind[vehicle], Path[vehicle], Leg[vehicle], Serial[vehicle]) = (kind, path, 0, serial);
        (Previous[vehicle], Blocker[vehicle], NextBlocker[vehicle]) = (None, None, None);
        EnteredLink[vehicle] = int.MaxValue;
        (Still[vehicle], Resting[vehicle]) = (false, false);
        Count++;
        Append(vehicle, path[0]);
        return vehicle;
    }

    /// <summary>Appends a vehicle behind those on a way.</summary>
    public void Append(int vehicle, int way)
    {
        (Ahead[vehicle], Behind[vehicle]) = (Back[way], None);
        if (Back[way] == None)
        {
            Front[way] = vehicle;
            _activeAt[way] = ActiveCount;
            Active[ActiveCount++] = way;
        }
        else
        {
            Behind[Back[way]] = vehicle;
        }

        Back[way] = vehicle;
        Resting[vehicle] = false;
    }

    /// <summary>Takes a vehicle off a way.</summary>
    public void Remove(int vehicle, int way)
    {
        var (ahead, behind) = (Ahead[vehicle], Behind[vehicle]);
        if (ahead == None)
        {
            Front[way] = behind;
        }
        else
        {
            Behind[ahead] = behind;
        }

        if (behind == None)
        {
            Back[way] = ahead;
        }
        else
        {
            Ahead[behind] = ahead;
            Resting[behind] = false;
        }

        if (Front[way] == None)
        {
            Deactivate(way);
        }
    }

    /// <summary>Forgets a vehicle that was removed from its way for good.</summary>
    public void Leave(int vehicle)
    {
        Count--;
        _free[_freeCount++] = vehicle;
    }

    private void Deactivate(int way)
    {
        var at = _activeAt[way];
        var last = Active[--ActiveCount];
        Active[at] = last;
        _activeAt[last] = at;
        _activeAt[way] = None;
    }

    private void Grow()
    {
        var size = Math.Max(1024, _slots * 2);
        Array.Resize(ref Position, size);
        Array.Resize(ref Speed, size);
        Array.Resize(ref NextPosition, size);
        Array.Resize(ref NextSpeed, size);
        Array.Resize(ref Created, size);
        Array.Resize(ref Kind, size);
        Array.Resize(ref Path, size);
        Array.Resize(ref Leg, size);
        Array.Resize(ref NextLeg, size);
        Array.Resize(ref Previous, size);
        Array.Resize(ref Ahead, size);
        Array.Resize(ref Behind, size);
        Array.Resize(ref Blocker, size);
        Array.Resize(ref NextBlocker, size);
        Array.Resize(ref EnteredLink, size);
        Array.Resize(ref Serial, size);
        Array.Resize(ref Still, size);
        Array.Resize(ref Resting, size);
        Array.Resize(ref _free, size);
        for (var vehicle = size - 1; vehicle >= _slots; vehicle--)
        {
            _free[_freeCount++] = vehicle;
        }

        _slots = size;
    }
}
