using Signals.Core.Model;

namespace Signals.Tests.Sensing;

/// <summary>
/// A truth to compare estimates with: Poisson arrivals at the advance line of lane group A, free travel, a point queue in each lane, saturation discharge on green.
/// Emits what perfect sensors would; tests make the sensors worse.
/// </summary>
internal sealed class TruthRoad
{
    private const double SaturationPerLane = 1900.0 / 3600;
    private const double TravelSeconds = Crossroads.AdvanceDistance / (50 / 3.6);
    private readonly Random _random;
    private double _arrivalsPerSecond;
    private readonly Queue<double>[] _travelling = [new(), new()];
    private readonly double[] _discharged = new double[2];
    private readonly int[] _waiting = new int[2];
    private readonly bool[] _shown = new bool[2];
    private double _now;
    private double _green;

    public TruthRoad(int seed, double vehiclesPerHour)
    {
        _random = new Random(seed);
        ArrivalsPerHour = vehiclesPerHour;
    }

    public double ArrivalsPerHour
    {
        get => _arrivalsPerSecond * 3600;
        set => _arrivalsPerSecond = value / 3600;
    }

    public int Queue => _waiting.Sum();

    public int EnRoute => _travelling.Sum(t => t.Count);

    public long Arrived { get; private set; }

    public long Crossed { get; private set; }

    /// <summary>Vehicles that passed the advance line in this tick, by lane.</summary>
    public int[] Entered { get; } = new int[2];

    /// <summary>Vehicles that crossed the stop line in this tick, by lane.</summary>
    public int[] Left { get; } = new int[2];

    /// <summary>Someone stands at the stop line, by lane.</summary>
    public bool Standing(int lane) => _waiting[lane] > 0;

    public void Tick(bool green)
    {
        _now += 0.1;
        _green = green ? _green + 0.1 : 0;
        for (var lane = 0; lane < 2; lane++)
        {
            Entered[lane] = _random.NextDouble() < _arrivalsPerSecond / 2 * 0.1 ? 1 : 0;
            Left[lane] = 0;
            if (Entered[lane] == 1)
            {
                _travelling[lane].Enqueue(_now);
                Arrived++;
            }

            while (_travelling[lane].TryPeek(out var at) && _now - at >= TravelSeconds)
            {
                _travelling[lane].Dequeue();
                _waiting[lane]++;
            }

            Discharge(lane);
        }
    }

    /// <summary>Runs cycles of 80 s with the given green for lane group A, and 4 s of yellow.</summary>
    public void Drive(
        SensingRun run, int cycles, int green, Action? each = null, Func<int, bool>? lost = null, bool upstream = true, int firstStopLine = 2)
    {
        for (var tick = 0; tick < cycles * 800; tick++)
        {
            var second = tick % 800 / 10.0;
            var state = second < green ? GroupState.Green : second < green + 4 ? GroupState.Yellow : GroupState.Red;
            Tick(state == GroupState.Green);
            Report(run, lost, upstream, firstStopLine);
            run.Shown = Crossroads.Shown(state);
            run.Tick();
            each?.Invoke();
        }
    }

    private void Discharge(int lane)
    {
        _discharged[lane] = _green > 2 ? Math.Min(1, _discharged[lane] + SaturationPerLane * 0.1) : 0;
        if (_discharged[lane] >= 1 && _waiting[lane] > 0)
        {
            _discharged[lane] -= 1;
            _waiting[lane]--;
            Left[lane] = 1;
            Crossed++;
        }
    }

    /// <summary>Sends this tick as events: by default advance detectors 0 and 1, stop-line detectors 2 and 3, in that order of lanes.</summary>
    public void Report(SensingRun run, Func<int, bool>? lost = null, bool upstream = true, int firstStopLine = 2)
    {
        for (var lane = 0; lane < 2; lane++)
        {
            Pulse(run, lane, upstream && Entered[lane] > 0, lost);
            Stop(run, lane, firstStopLine + lane, lost);
        }
    }

    private void Stop(SensingRun run, int lane, int detector, Func<int, bool>? lost)
    {
        if (lost?.Invoke(detector) == true)
        {
            return;
        }

        if (Left[lane] > 0 && !_shown[lane])
        {
            run.Edge(detector, true);
            _shown[lane] = true;
        }

        if (_shown[lane] && (Left[lane] > 0 || !Standing(lane)))
        {
            run.Edge(detector, false);
            _shown[lane] = false;
        }

        if (!_shown[lane] && Standing(lane))
        {
            run.Edge(detector, true);
            _shown[lane] = true;
        }
    }

    private static void Pulse(SensingRun run, int detector, bool passes, Func<int, bool>? lost)
    {
        if (passes && lost?.Invoke(detector) != true)
        {
            run.Edge(detector, true);
            run.Edge(detector, false);
        }
    }
}
