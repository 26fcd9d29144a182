using Signals.Core.Model;
using Signals.Core.Sensing;

namespace Signals.Tests.Sensing.Objects;

/// <summary>
/// A truth for object lists: the two lanes of lane group A, vehicles that enter 200 m upstream, follow each other, stop at red, sometimes change lanes, and drive on over the stop line at
/// green. Steps of 0.1 s. Lists are exact; tests make them worse.
/// </summary>
internal sealed class SeenRoad
{
    public const double View = 200;
    private const double Free = 13.9;
    private const double Acceleration = 2;
    private readonly Random _random;
    private readonly List<Car>[] _lanes = [[], []];
    private long _next = 1;

    public SeenRoad(int seed, double vehiclesPerHourAndLane)
    {
        _random = new Random(seed);
        ArrivalsPerSecond = vehiclesPerHourAndLane / 3600;
    }

    public double ArrivalsPerSecond { get; }

    /// <summary>Vehicles that crossed the line so far, by lane.</summary>
    public int[] Crossed { get; } = new int[2];

    public int Entered { get; private set; }

    public double Time { get; private set; }

    public IReadOnlyList<Car> Lane(int lane) => _lanes[lane];

    /// <summary>One step of 0.1 s.</summary>
    public void Step(bool green)
    {
        Time += 0.1;
        for (var lane = 0; lane < 2; lane++)
        {
            Enter(lane);
            Move(lane, green);
        }

        ChangeLanes();
    }

    /// <summary>What a perfect sensor lists of a lane.</summary>
    public IEnumerable<VehicleObject> List(int lane) =>
        _lanes[lane].Where(c => c.Distance is >= 0 and <= View).Select(c => new VehicleObject(c.Track, (float)c.Distance, (float)(c.Speed * 3.6), c.Length, 1));

    /// <summary>Sends this instant's lists of both lanes: detector 0 and 1.</summary>
    public void Report(SensingRun run, Func<VehicleObject, bool>? missed = null, Func<int, IEnumerable<VehicleObject>>? extra = null, bool numbered = true)
    {
        for (var lane = 0; lane < 2; lane++)
        {
            var list = List(lane).Where(v => missed?.Invoke(v) != true).Concat(extra?.Invoke(lane) ?? []).OrderBy(v => v.DistanceMetres);
            run.Objects(lane, [.. list.Select(v => numbered ? v : v with { Track = 0 })]);
        }
    }

    /// <summary>Runs cycles of 80 s; lists once a second, ticks ten times a second.</summary>
    public void Drive(SensingRun run, int cycles, int green, Action<int>? report = null, Action<int>? each = null)
    {
        for (var tick = 0; tick < cycles * 800; tick++)
        {
            var second = tick % 800 / 10.0;
            var state = second < green ? GroupState.Green : second < green + 4 ? GroupState.Yellow : GroupState.Red;
            Step(state == GroupState.Green);
            if (tick % 10 == 0)
            {
                if (report is null)
                {
                    Report(run);
                }
                else
                {
                    report(tick);
                }
            }

            run.Shown = Crossroads.Shown(state);
            run.Tick();
            each?.Invoke(tick);
        }
    }

    private void Enter(int lane)
    {
        var last = _lanes[lane].Count > 0 ? _lanes[lane][^1].Distance + 12 : 0;
        if (_random.NextDouble() < ArrivalsPerSecond * 0.1 && last < View + 60)
        {
            _lanes[lane].Add(new Car(_next++, Math.Max(View + 20, last), Free, 4 + _random.NextSingle() * 8));
            Entered++;
        }
    }

    private void Move(int lane, bool green)
    {
        var tail = double.NegativeInfinity;
        foreach (var car in _lanes[lane])
        {
            var mustStop = !green && car.Distance >= 0 && car.Distance > car.Speed * car.Speed / 8;
            var gap = Math.Min(tail is double.NegativeInfinity ? 1e9 : car.Distance - tail - 2, mustStop ? car.Distance - 0.8 : 1e9);
            var safe = Math.Max(0, -3 * 1.0 + Math.Sqrt(9 + 2 * 3 * Math.Max(0, gap)));
            car.Speed = Math.Min(Math.Min(Free, car.Speed + Acceleration * 0.1), safe);
            var before = car.Distance;
            car.Distance -= car.Speed * 0.1;
            Crossed[lane] += before >= 0 && car.Distance < 0 ? 1 : 0;
            tail = car.Distance + car.Length;
        }

        _lanes[lane].RemoveAll(c => c.Distance < -30);
    }

    private void ChangeLanes()
    {
        if (_random.NextDouble() > 0.01)
        {
            return;
        }

        var (from, to) = _random.Next(2) == 0 ? (0, 1) : (1, 0);
        var car = _lanes[from].Find(c => c.Distance is > 60 and < 150 && c.Speed > 5
            && _lanes[to].TrueForAll(o => o.Distance + o.Length + 15 < c.Distance || o.Distance > c.Distance + c.Length + 15));
        if (car is not null)
        {
            _lanes[from].Remove(car);
            _lanes[to].Add(car);
            _lanes[to].Sort((a, b) => a.Distance.CompareTo(b.Distance));
        }
    }

    internal sealed class Car(long track, double distance, double speed, float length)
    {
        public long Track { get; } = track;

        public double Distance { get; set; } = distance;

        public double Speed { get; set; } = speed;

        public float Length { get; } = length;
    }
}
