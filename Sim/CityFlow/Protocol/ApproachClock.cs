using Signals.Sim.CityFlow.Engine;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Protocol;

/// <summary>
/// The travel time that the XLight papers print: for each signalised intersection and each vehicle seen on its entering lanes, from the first second it
/// was seen there to the last time it left (to the end of the run if it never did), summed for each vehicle, averaged over vehicles. Call
/// <see cref="EndSecond"/> after every step.
/// </summary>
internal sealed class ApproachClock : ICityObserver
{
    private readonly CityNetwork _network;
    private readonly Dictionary<(int Serial, int Intersection), Visit> _visits = [];
    private readonly int[] _present;
    private readonly int[] _presentBefore;
    private double _longest;

    public ApproachClock(CityNetwork network)
    {
        _network = network;
        (_present, _presentBefore) = (new int[network.Intersections.Length], new int[network.Intersections.Length]);
    }

    public void Entered(int serial, int lane, double now)
    {
        var intersection = _network.IntersectionOfWay[lane];
        if (_network.Intersections[intersection].IsVirtual)
        {
            return;
        }

        _present[intersection]++;
        var key = (serial, intersection);
        _visits[key] = _visits.TryGetValue(key, out var before)
            ? before with { Since = now }
            // The papers' code notes a leave at once when all lanes were empty a second ago; it counts only for those who are still there at the end.
            : new Visit(now, _presentBefore[intersection] == 0 ? now : double.NaN, now);
    }

    public void Left(int serial, int lane, double now)
    {
        var intersection = _network.IntersectionOfWay[lane];
        if (!_network.Intersections[intersection].IsVirtual)
        {
            _present[intersection]--;
            var visit = _visits[(serial, intersection)];
            _longest = Math.Max(_longest, now - visit.Since);
            _visits[(serial, intersection)] = visit with { Leave = now, Since = double.NaN };
        }
    }

    public void EndSecond() => Array.Copy(_present, _presentBefore, _present.Length);

    /// <summary>Mean over vehicles at the end of the run, s; 0 when none was seen.</summary>
    public double Mean(double end)
    {
        var vehicles = _visits.Keys.Select(k => k.Serial).Distinct().Count();
        return vehicles == 0 ? 0 : _visits.Values.Sum(v => v.Seconds(end)) / vehicles;
    }

    /// <summary>Longest time that a vehicle spent on one approach at a stretch, s; those still there included.</summary>
    public double Longest(double end) => Math.Max(
        _longest, _visits.Values.Where(v => !double.IsNaN(v.Since)).Select(v => end - v.Since).DefaultIfEmpty().Max());

    /// <param name="Enter">First seen, s.</param>
    /// <param name="Leave">Last left, s; NaN when never.</param>
    /// <param name="Since">Present stay began, s; NaN when it is elsewhere.</param>
    private readonly record struct Visit(double Enter, double Leave, double Since)
    {
        public double Seconds(double end) => (double.IsNaN(Leave) ? end : Leave) - Enter;
    }
}
