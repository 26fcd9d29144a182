namespace Signals.Sim.CityFlow.Engine;

/// <summary>The vehicles of one lane, front first: a view on the engine's present state, valid until its next step.</summary>
public readonly struct CityLane
{
    private readonly CityTraffic _traffic;
    private readonly int _lane;

    internal CityLane(CityTraffic traffic, int lane) => (_traffic, _lane) = (traffic, lane);

    public Enumerator GetEnumerator() => new(_traffic, _lane);

    /// <summary>Walks from the front of the lane to its back.</summary>
    public struct Enumerator
    {
        private readonly CityTraffic _traffic;
        private int _next;
        private int _current;

        internal Enumerator(CityTraffic traffic, int lane) => (_traffic, _next) = (traffic, traffic.Front[lane]);

        public readonly CityLaneVehicle Current => new(
            _traffic.Serial[_current], _traffic.Position[_current], _traffic.Speed[_current], _traffic.Kind[_current].Length);

        public bool MoveNext()
        {
            _current = _next;
            _next = _current >= 0 ? _traffic.Behind[_current] : CityTraffic.None;
            return _current >= 0;
        }
    }
}

/// <summary>One vehicle on a lane.</summary>
/// <param name="Serial">Its own number.</param>
/// <param name="Position">Front bumper from the start of the lane, m.</param>
/// <param name="Speed">m/s.</param>
/// <param name="Length">m.</param>
public readonly record struct CityLaneVehicle(int Serial, double Position, double Speed, double Length);
