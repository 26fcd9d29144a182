using System.Collections.Immutable;
using System.Diagnostics;
using Signals.Actors.Neighbours;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Cabinet;

namespace Signals.Sim.VirtualTime;

/// <summary>
/// Our side of a run in which another simulator moves the traffic, second by second: the tick that also runs at the roadside and an emulated cabinet with its monitor for
/// every signal, in virtual time. <see cref="WarmUp"/> once, then <see cref="Decide"/> and <see cref="Coast"/> every second.
/// </summary>
/// <remarks>
/// The other world moves once a second. On whole seconds the cabinet is therefore read right before the decision and takes the command at once, so that what is decided
/// on the state of t is what drivers see from t to t + 1: a tenth of a second on the wire would cost a whole one. In between everything runs at its usual pace.
/// </remarks>
internal sealed class CoupledCorridor
{
    /// <summary>Cabinets are switched on this long before the traffic: they are green and under remote control when it begins.</summary>
    private static readonly Duration WarmUpTime = Duration.FromSeconds(10);

    private static readonly Duration Second = Duration.FromSeconds(1);

    private readonly EmulatedCabinet[] _cabinets;
    private readonly VirtualIntersection[] _intersections;
    private readonly Instant _midnight;
    private readonly Instant _begin;
    private Instant _ticked;

    /// <param name="corridor">As the controller is to run it.</param>
    /// <param name="planner">Settings of the adaptive controller.</param>
    /// <param name="midnight">The other simulator's second 0.</param>
    /// <param name="begin">First second of the traffic.</param>
    /// <param name="recorder">Makes the recorder of an intersection, or gives null; null: nothing is recorded.</param>
    /// <param name="forecasts">Makes the forecaster of an intersection, or gives null; null: nothing is forecast.</param>
    public CoupledCorridor(
        Corridor corridor, PlannerSettings planner, Instant midnight, Instant begin, Func<Corridor, int, ITickRecorder?>? recorder = null,
        Func<Corridor, int, IArrivalForecast?>? forecasts = null)
    {
        Corridor = InPhase(corridor);
        _midnight = midnight;
        _begin = begin;
        _cabinets = [.. Corridor.Intersections.Select(x => new EmulatedCabinet(x, EmulatedCabinetOptions.Warm, new MemoryEpochStore()))];
        var exchange = new NeighbourExchange(Corridor);
        _intersections = [.. Corridor.Intersections.Select((_, i) => new VirtualIntersection(
            Corridor, i, _cabinets[i], exchange, planner, recorder?.Invoke(Corridor, i), forecasts?.Invoke(Corridor, i)))];
    }

    public Corridor Corridor { get; }

    /// <summary>Where the sensors of each intersection report.</summary>
    public IReadOnlyList<DetectorFeed> Feeds => [.. _intersections.Select(x => x.Feed)];

    /// <summary>Findings of the independent monitors since the start; 0 unless something is broken.</summary>
    public long MonitorFindings => _cabinets.Sum(c => c.Monitor.Findings.Total);

    /// <summary>First findings of all cabinets in words.</summary>
    public ImmutableArray<string> FirstFindings =>
        [.. from c in _cabinets from f in c.Monitor.Findings.First.Take(3) select $"{c.Intersection.Id}: {f}"];

    /// <summary>Wall time of every decision on fresh observations, µs.</summary>
    public List<float> DecisionMicroseconds { get; } = [];

    /// <summary>Wall time of everything in here.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>Longest wait of a registered call at any intersection.</summary>
    public Duration LongestCall => Duration.FromSeconds(_intersections.Max(x => x.Calls.Longest.TotalSeconds));

    /// <summary>Share of the time that cabinets were under remote control, 0–1.</summary>
    public double RemoteShare => _intersections.Sum(x => x.Counts.RemoteTicks) / (double)Math.Max(1, _intersections.Sum(x => x.Counts.Ticks));

    public long LadderChanges => _intersections.Sum(x => x.Counts.LadderChanges);

    public long ForcedCalls => _intersections.Sum(x => x.Counts.ForcedCalls);

    public long Rejections => _intersections.Sum(x => x.Rejections);

    /// <summary>Digest of every command since the start: equal digests are equal runs.</summary>
    public ulong Digest => _intersections.Aggregate(0UL, (all, x) => unchecked(all * 31 + x.Digest));

    /// <summary>What the groups of an intersection show.</summary>
    public ReadOnlySpan<GroupState> Shown(int intersection) => _cabinets[intersection].Shown.States;

    /// <summary>
    /// The seconds before the traffic. Sensors report that there is none: without a picture the controllers would begin on a lower rung, and stay there for the half minute
    /// that the ladder waits before it trusts sensors again.
    /// </summary>
    /// <param name="look">Makes the sensors report the empty network to <see cref="Feeds"/> at the given time.</param>
    public void WarmUp(Action<Instant> look)
    {
        for (var now = _begin - WarmUpTime; now < _begin; now += Second)
        {
            look(now);
            DecideAt(now, measure: false);
            CoastTo(now + Second - Duration.Tenth);
        }

        foreach (var intersection in _intersections)
        {
            intersection.ResetMeasures();
        }
    }

    /// <summary>Decides on the readings of <paramref name="now"/> and lets the cabinets take the commands.</summary>
    public void Decide(Instant now)
    {
        var started = Stopwatch.GetTimestamp();
        DecideAt(now, measure: true);
        Spent += Stopwatch.GetElapsedTime(started);
    }

    /// <summary>The ticks between two states of the other simulator: no news, but time passes and intervals end.</summary>
    /// <param name="last">Last tick.</param>
    public void Coast(Instant last)
    {
        var started = Stopwatch.GetTimestamp();
        CoastTo(last);
        Spent += Stopwatch.GetElapsedTime(started);
    }

    private void DecideAt(Instant now, bool measure)
    {
        StepCabinets(now);
        foreach (var intersection in _intersections)
        {
            intersection.Link.Exchange(now);
        }

        Tick(now, measure);
        StepCabinets(now);
    }

    private void CoastTo(Instant last)
    {
        while (_ticked < last)
        {
            StepCabinets(_ticked + Duration.Tenth);
            Tick(_ticked + Duration.Tenth, measure: false);
        }
    }

    private void Tick(Instant now, bool measure)
    {
        _ticked = now;
        var local = LocalTimeAt(now);
        foreach (var intersection in _intersections)
        {
            intersection.Tick(now.UnixMilliseconds / Duration.Tenth.Milliseconds, now, local);
            if (measure)
            {
                DecisionMicroseconds.Add((float)intersection.LastTick.TotalMicroseconds);
            }
        }
    }

    private void StepCabinets(Instant now)
    {
        foreach (var cabinet in _cabinets)
        {
            cabinet.Step(now);
        }
    }

    private LocalTime LocalTimeAt(Instant now)
    {
        const long DayMilliseconds = 86_400_000;
        var sinceMidnight = (now - _midnight).Milliseconds;
        var days = (int)Math.DivRem(sinceMidnight, DayMilliseconds, out var ofDay);
        return ofDay < 0
            ? new LocalTime(DayOfWeek.Sunday, new Duration(ofDay + DayMilliseconds))
            : new LocalTime((DayOfWeek)(((int)DayOfWeek.Monday + days) % 7), new Duration(ofDay));
    }

    /// <summary>
    /// Controllers plan once a second, each on the tenth that its device number gives it. The other simulator's state is new on whole seconds only, and a plan made later
    /// would be shown a second late: device numbers that are multiples of ten put every plan there.
    /// </summary>
    private static Corridor InPhase(Corridor corridor)
    {
        const int TenthsOfSecond = 10;
        return corridor with
        {
            Intersections = [.. corridor.Intersections.Select((x, i) => x with { Device = TenthsOfSecond * (i + 1) })],
        };
    }
}
