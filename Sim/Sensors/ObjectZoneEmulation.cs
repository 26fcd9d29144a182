using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Traffic;
using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Sim.Sensors;

/// <summary>
/// A zone that lists its vehicles, once a second, with the model's errors: vehicles missed, reflections, noise of place and speed, and standing cars hidden behind a truck or bus for as long as they stand.
/// </summary>
internal sealed class ObjectZoneEmulation
{
    /// <summary>Slower is standing, m/s.</summary>
    private const float StandingSpeed = 1;

    private readonly TrafficEngine _engine;
    private readonly SensorErrorModel _model;
    private readonly int[] _lanes;
    private readonly ulong _seed;
    private readonly List<VehicleObject> _list = new(TrafficPicture.LaneCapacity);
    private readonly Dictionary<int, ulong> _standing = [];
    private SeededRandom _random;
    private long _falseTrack = 1L << 40;

    public ObjectZoneEmulation(TrafficEngine engine, int intersection, Detector detector, SensorErrorModel model, ulong seed)
    {
        (_engine, _model, _seed, Detector) = (engine, model, seed, detector);
        _lanes = [.. detector.Role == DetectorRole.Exit ? ExitLanes(engine.Network, intersection, detector) : DetectorField.LanesOf(engine.Network, intersection, detector)];
        _random = new SeededRandom(seed);
    }

    public Detector Detector { get; }

    /// <summary>What the sensor sees at the engine's now.</summary>
    /// <param name="stuckOff">It reports, but never a vehicle.</param>
    public SensorObservation Observe(bool stuckOff)
    {
        _list.Clear();
        foreach (var lane in _lanes)
        {
            See(lane);
        }

        _list.Sort(static (a, b) => a.DistanceMetres.CompareTo(b.DistanceMetres));
        if (stuckOff)
        {
            _list.Clear();
        }

        var now = _engine.Now;
        var jitter = Duration.FromSeconds(_model.LatencyJitter.TotalSeconds * _random.NextExponential());
        return new SensorObservation(
            Detector.Sensor, Detector.SensorLane, Detector.Index, ObservationKind.Objects, _list.Count > 0, now, now, 0, 0, double.NaN, now + _model.Latency + jitter)
        {
            Objects = [.. _list.Take(TrafficPicture.LaneCapacity)],
        };
    }

    private static IEnumerable<int> ExitLanes(RoadNetwork network, int intersection, Detector detector)
    {
        var road = network.Roads.Where(r => r.Intersection == intersection).SelectMany(r => r.Movements).First(m => m.ExitLeg == detector.ExitLeg).ExitRoad;
        var lanes = Enumerable.Range(network.Roads[road].FirstLane, network.Roads[road].Lanes);
        return detector.ExitLane == 0 ? lanes : lanes.Skip(detector.ExitLane - 1).Take(1);
    }

    private void See(int lane)
    {
        var length = _engine.Network.Roads[_engine.Network.RoadOfLane[lane]].Length;
        var behindTall = false;
        foreach (var vehicle in _engine.VehiclesOn(lane))
        {
            var distance = Detector.Role == DetectorRole.Exit ? vehicle.Front : length - vehicle.Front;
            var inView = distance >= 0 && distance <= Detector.ZoneLength.Value;
            if (inView && !IsHidden(vehicle, behindTall) && _random.NextDouble() >= _model.MissRate)
            {
                List(vehicle, distance);
            }

            if (inView && _random.NextDouble() < _model.FalseRate)
            {
                _list.Add(new VehicleObject(_falseTrack++, (float)(_random.NextDouble() * Detector.ZoneLength.Value), (float)(_random.NextDouble() * 50), 4.5f, 1));
            }

            behindTall = vehicle.Kind != VehicleKind.Car;
        }
    }

    private void List(in VehicleView vehicle, float distance)
    {
        var noise = _model.PositionNoise.Value > 0 ? _model.PositionNoise.Value * _random.NextBell() : 0;
        var speed = vehicle.Speed * (_model.SpeedError > 0 ? 1 + _model.SpeedError * _random.NextBell() : 1);
        _list.Add(new VehicleObject(vehicle.Id + 1, (float)Math.Max(0, distance + noise), (float)Math.Max(0, speed * 3.6), vehicle.Length, 1));
    }

    /// <summary>Drawn once for each time that a vehicle stands: who is hidden stays hidden until it moves.</summary>
    private bool IsHidden(in VehicleView vehicle, bool behindTall)
    {
        if (vehicle.Speed >= StandingSpeed)
        {
            _standing.Remove(vehicle.Id);
            return false;
        }

        if (!_standing.TryGetValue(vehicle.Id, out var draw))
        {
            draw = SeededRandom.Derive(_seed, (ulong)vehicle.Id, (ulong)_engine.Now.UnixMilliseconds);
            _standing[vehicle.Id] = draw;
        }

        return behindTall && new SeededRandom(draw).NextDouble() < _model.OcclusionRate;
    }
}
