using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Signals.Actors.Neighbours;
using Signals.Controller.Hosting;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Cabinet;

namespace Signals.Sim.VirtualTime;

/// <summary>
/// One controlled intersection in virtual time: the tick that also runs at the roadside, its bounded sensor feed and its link to the emulated
/// cabinet. Called once a tick by one thread.
/// </summary>
internal sealed class VirtualIntersection
{
    private const ulong Prime = 0x100000001B3;

    /// <summary>Forecasts are exchanged once a second.</summary>
    private const int TicksBetweenForecasts = 10;

    private readonly Intersection _intersection;
    private readonly NeighbourExchange _exchange;
    private readonly IntersectionTick _tick;
    private readonly CabinetInputFeed _inputs;
    private readonly DetectorReading[] _readings = new DetectorReading[FeedLimits.Default.Capacity];
    private readonly NeighbourOutflow[] _neighbours;
    private readonly List<NeighbourOutflow> _outflow = [];
    private readonly ITickRecorder? _recorder;
    private readonly IArrivalForecast? _forecast;
    private readonly Core.Ports.ArrivalForecast[] _arrivals;

    public VirtualIntersection(
        Corridor corridor, int index, EmulatedCabinet cabinet, NeighbourExchange exchange, PlannerSettings? planner = null, ITickRecorder? recorder = null,
        IArrivalForecast? forecast = null, HistoricProfile? profile = null)
    {
        _intersection = corridor.Intersections[index];
        _exchange = exchange;
        _neighbours = new NeighbourOutflow[exchange.InboundCount(_intersection.Id)];
        _tick = (IntersectionTick)IntersectionTicks.Create(corridor, _intersection, planner ?? PlannerSettings.Default, profile?.Copy());
        Feed = new DetectorFeed(_intersection, FeedLimits.Default, TimeProvider.System, NullLogger<DetectorFeed>.Instance);
        _inputs = new CabinetInputFeed(_intersection, Feed);
        Link = new VirtualCabinetLink(cabinet);
        Calls = new CallClock([.. _intersection.Groups.Select(g => g.Demand.MaxWait)]);
        _recorder = recorder;
        _forecast = forecast;
        _arrivals = new Core.Ports.ArrivalForecast[_intersection.LaneGroups.Length];
        _recorder?.Begin();
    }

    /// <summary>Where emulated sensors put their messages.</summary>
    public DetectorFeed Feed { get; }

    public VirtualCabinetLink Link { get; }

    public CallClock Calls { get; }

    /// <summary>Commands sent since the start.</summary>
    public long Commands { get; private set; }

    /// <summary>Commands that the cabinet rejected since the start.</summary>
    public long Rejections { get; private set; }

    /// <summary>FNV-1a of every command and its time since the start: equal digests are equal command streams.</summary>
    public ulong Digest { get; private set; } = 0xCBF29CE484222325;

    /// <summary>Wall time of the last tick's decision, feed and cabinet left out.</summary>
    public TimeSpan LastTick { get; private set; }

    public IntersectionCounts Counts { get; private set; } = new();

    /// <summary>Estimates of the last tick, one a lane group.</summary>
    public ReadOnlySpan<LaneGroupEstimate> LaneGroups => _tick.LaneGroups;

    /// <summary>Usual flows as learned so far.</summary>
    public HistoricProfile Profile => _tick.Profile;

    /// <summary>Why the last decision was taken.</summary>
    public string Explain() => _tick.Explain();

    /// <summary>Forgets counts and waits, at the end of a warm-up.</summary>
    public void ResetMeasures()
    {
        Counts = new IntersectionCounts();
        Calls.Reset();
    }

    public void Tick(long number, Instant deadline, LocalTime local)
    {
        var input = new TickInput
        {
            Number = number,
            Deadline = deadline,
            Local = local,
            Readings = _readings.AsSpan(0, Feed.Drain(_readings)),
            ReadingsDropped = Feed.TakeDropped(),
            Status = Link.Latest,
            Neighbours = _neighbours.AsSpan(0, _exchange.Collect(_intersection.Id, deadline, _neighbours)),
            Forecasts = _forecast is not null && _forecast.TryTake(deadline, _arrivals) ? _arrivals : [],
            Limit = ControlLevel.Adaptive,
            Shadow = false,
        };
        var started = Stopwatch.GetTimestamp();
        var result = _tick.Tick(input);
        LastTick = Stopwatch.GetElapsedTime(started);
        _recorder?.Record(input, result);
        if (number % TicksBetweenForecasts == 0 && _tick.TryOutflow(input, _outflow))
        {
            _exchange.Publish(_intersection.Id, [.. _outflow]);
        }

        if (_forecast is not null && _tick.TryFrame(input, out var frame))
        {
            _forecast.Ask(frame);
        }

        Send(result.Command, deadline);
        _inputs.Take(Link.Latest!);
        Measure(deadline);
    }

    private void Send(SafeCommand? command, Instant now)
    {
        if (command is not null)
        {
            Link.Submit(command);
        }

        Link.Exchange(now);
        if (command is null)
        {
            return;
        }

        Commands++;
        Rejections += Link.LastOutcome == RejectCode.None ? 0 : 1;
        Mix((ulong)now.UnixMilliseconds);
        Mix((ulong)command.Kind | (ulong)command.Stage << 8);
        Mix(command.Request.Hold.Bits);
        Mix(command.Request.ForceOff.Bits);
        Mix(command.Request.Omit.Bits);
        Mix(command.Request.Call.Bits);
    }

    private void Mix(ulong word) => Digest = unchecked((Digest ^ word) * Prime);

    private void Measure(Instant now)
    {
        Calls.Note(_tick.Demand, GoOf(Link.Latest!), now);
        Counts.Ticks++;
        Counts.RemoteTicks += Link.Latest!.Mode == CabinetMode.Remote ? 1 : 0;
        foreach (var happened in _tick.Events)
        {
            Counts.ForcedCalls += happened.Code == EventCode.MaxWaitForced ? 1 : 0;
            Counts.LadderChanges += happened.Code == EventCode.ControlLevelChange ? 1 : 0;
        }
    }

    private static GroupSet GoOf(CabinetStatus status)
    {
        var go = GroupSet.Empty;
        for (var group = 0; group < status.Groups.Length; group++)
        {
            go = status.Groups[group].State.IsGo() ? go.With(group) : go;
        }

        return go;
    }
}

/// <summary>Counters of one intersection since the last reset.</summary>
internal sealed class IntersectionCounts
{
    public long Ticks { get; set; }

    public long RemoteTicks { get; set; }

    public long ForcedCalls { get; set; }

    public long LadderChanges { get; set; }
}
