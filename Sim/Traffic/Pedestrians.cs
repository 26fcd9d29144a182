using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;

namespace Signals.Sim.Traffic;

/// <summary>
/// Pedestrians at every crossing: they arrive at random, press the button, wait for walk, and cross at their own pace. Each half of a
/// crossing (lanes that leave the junction, lanes that enter it) knows when somebody is on it, which is what turning drivers yield to.
/// </summary>
internal sealed class Pedestrians
{
    /// <summary>Most pedestrians that wait or walk on one crossing; later ones are counted as refused.</summary>
    private const int Capacity = 256;

    private const double MeanSpeed = 1.3;
    private const double SpeedDeviation = 0.2;
    private const double SlowestSpeed = 0.8;

    private readonly TrafficState _state;
    private readonly int[] _firstCrossing;
    private readonly Site[] _sites;
    private readonly List<ButtonPress> _presses = new(64);

    public Pedestrians(TrafficState state, Scenario scenario, ulong seed)
    {
        _state = state;
        var intersections = state.Network.Corridor.Intersections;
        _firstCrossing = new int[intersections.Length + 1];
        var sites = new List<Site>();
        for (var i = 0; i < intersections.Length; i++)
        {
            _firstCrossing[i] = sites.Count;
            foreach (var crossing in intersections[i].Crossings)
            {
                var at = new ApproachRef(intersections[i].Id, crossing.Leg);
                var flow = scenario.Pedestrians.FirstOrDefault(p => p.At == at)?.Flow;
                sites.Add(new Site(i, crossing, flow, ButtonOf(intersections[i], crossing), SeededRandom.Derive(seed, 2, (ulong)sites.Count)));
            }
        }

        _firstCrossing[^1] = sites.Count;
        _sites = [.. sites];
    }

    /// <summary>Buttons pressed in the last step.</summary>
    public ReadOnlySpan<ButtonPress> Presses => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_presses);

    /// <summary>True when somebody is on that half of the crossing now or will be within the given seconds.</summary>
    public bool Occupies(int intersection, int crossing, bool exit, float within)
    {
        var site = _sites[_firstCrossing[intersection] + crossing];
        if (site.Walking == 0)
        {
            return false;
        }

        var now = _state.Time;
        for (var i = 0; i < site.Walking; i++)
        {
            var walker = site.Walkers[i];
            var half = 0.5 * (walker.Until - walker.Since);
            var (from, to) = walker.StartsAtExit == exit ? (walker.Since, walker.Since + half) : (walker.Since + half, walker.Until);
            if (now < to && from < now + within)
            {
                return true;
            }
        }

        return false;
    }

    public int Waiting(int intersection, int crossing) => _sites[_firstCrossing[intersection] + crossing].Waiting;

    public void Advance()
    {
        _presses.Clear();
        foreach (var site in _sites)
        {
            if (site.Flow is not null || site.Waiting > 0 || site.Walking > 0)
            {
                Advance(site);
            }
        }
    }

    public void ResetMeasures()
    {
        foreach (var site in _sites)
        {
            (site.Served, site.WaitSum, site.LongestWait, site.CountFrom) = (0, 0, 0, _state.Time);
        }
    }

    public IEnumerable<CrossingSummary> Summarise()
    {
        foreach (var site in _sites)
        {
            var (sum, count, longest, waiting) = (site.WaitSum, site.Served, site.LongestWait, 0);
            for (var i = 0; i < site.Waiting; i++)
            {
                if (site.Arrivals[i].At >= site.CountFrom)
                {
                    var wait = _state.Time - site.Arrivals[i].At;
                    (sum, waiting, longest) = (sum + wait, waiting + 1, Math.Max(longest, wait));
                }
            }

            var id = _state.Network.Corridor.Intersections[site.Intersection].Id;
            yield return new CrossingSummary(
                id, site.Crossing.Leg, count, waiting, new Seconds(count + waiting == 0 ? 0 : sum / (count + waiting)), new Seconds(longest), site.Refused);
        }
    }

    private static int ButtonOf(Intersection intersection, Crossing crossing)
    {
        foreach (var detector in intersection.Detectors)
        {
            if (detector.Kind == DetectorKind.PushButton && detector.Group == crossing.Group)
            {
                return detector.Index;
            }
        }

        return -1;
    }

    private void Advance(Site site)
    {
        Arrive(site);
        RetireWalkers(site);
        if (site.Waiting > 0 && _state.Signals[site.Intersection][site.Crossing.Group].IsGo())
        {
            StartWalking(site);
        }
    }

    private void Arrive(Site site)
    {
        if (site.Flow is null)
        {
            return;
        }

        site.UntilNext -= site.Flow.At(_state.TimeOfDay) / 3600.0 * _state.Step;
        while (site.UntilNext <= 0)
        {
            site.UntilNext += site.Random.NextExponential();
            var speed = Math.Max(SlowestSpeed, MeanSpeed + SpeedDeviation * site.Random.NextBell());
            var startsAtExit = site.Random.NextDouble() < 0.5;
            if (site.Waiting == Capacity)
            {
                site.Refused++;
                continue;
            }

            site.Arrivals[site.Waiting++] = new Arrival(_state.Time, speed, startsAtExit);
            if (!_state.Signals[site.Intersection][site.Crossing.Group].IsGo())
            {
                _presses.Add(new ButtonPress(site.Intersection, site.Button, site.Crossing.Group));
            }
        }
    }

    private void RetireWalkers(Site site)
    {
        for (var i = site.Walking - 1; i >= 0; i--)
        {
            if (site.Walkers[i].Until <= _state.Time)
            {
                site.Walkers[i] = site.Walkers[--site.Walking];
            }
        }
    }

    private void StartWalking(Site site)
    {
        var left = 0;
        for (var i = 0; i < site.Waiting; i++)
        {
            var arrival = site.Arrivals[i];
            if (site.Walking == Capacity)
            {
                site.Arrivals[left++] = arrival;
                continue;
            }

            site.Walkers[site.Walking++] = new Walker(_state.Time, _state.Time + site.Crossing.Length.Value / arrival.Speed, arrival.StartsAtExit);
            if (arrival.At >= site.CountFrom)
            {
                var wait = _state.Time - arrival.At;
                (site.Served, site.WaitSum, site.LongestWait) = (site.Served + 1, site.WaitSum + wait, Math.Max(site.LongestWait, wait));
            }
        }

        site.Waiting = left;
    }

    private readonly record struct Arrival(double At, double Speed, bool StartsAtExit);

    private readonly record struct Walker(double Since, double Until, bool StartsAtExit);

    private sealed class Site
    {
        public Site(int intersection, Crossing crossing, DemandProfile? flow, int button, ulong seed)
        {
            (Intersection, Crossing, Flow, Button, Random) = (intersection, crossing, flow, button, new SeededRandom(seed));
            UntilNext = Random.NextExponential();
            (Arrivals, Walkers) = flow is null ? ([], []) : (new Arrival[Capacity], new Walker[Capacity]);
        }

        public SeededRandom Random;
        public readonly Arrival[] Arrivals;
        public readonly Walker[] Walkers;

        public int Intersection { get; }

        public Crossing Crossing { get; }

        public DemandProfile? Flow { get; }

        public int Button { get; }

        public double UntilNext { get; set; }

        public int Waiting { get; set; }

        public int Walking { get; set; }

        public long Refused { get; set; }

        public long Served { get; set; }

        public double WaitSum { get; set; }

        public double LongestWait { get; set; }

        public double CountFrom { get; set; }
    }
}

/// <summary>A pedestrian pressed a button.</summary>
/// <param name="Intersection">Index of the intersection.</param>
/// <param name="Detector">Index of the button's detector, or −1 when the crossing has none (the press is then only the pedestrian's arrival).</param>
/// <param name="Group">Index of the pedestrian signal group.</param>
public readonly record struct ButtonPress(int Intersection, int Detector, int Group);
