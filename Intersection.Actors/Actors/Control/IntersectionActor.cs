using Akka.Actor;
using Signals.Actors.Clock;
using Signals.Actors.Messages;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Actors.Control;

/// <summary>
/// Carries one intersection's tick: what arrived goes in, the pure core decides for the deadline, the command goes to the cabinet port. It never waits for anything
/// and never computes the same or an older tick twice. If it fails, the supervisor starts a new one, which adopts what the cabinet shows.
/// </summary>
public sealed class IntersectionActor : ReceiveActor
{
    /// <summary>Most readings taken in one tick; the rest waits in the bounded feed.</summary>
    private const int ReadingsPerTick = 1024;

    private const long TicksBetweenSnapshots = 5;
    private const long TicksBetweenExplanations = 10;

    /// <summary>Forecasts are bins of 5 s: once a second is fresh enough.</summary>
    private const long TicksBetweenOutflows = 10;

    private readonly IntersectionWiring _wiring;
    private readonly IIntersectionTick _tick;
    private readonly Governor _governor;
    private readonly LocalClock _local;
    private readonly AuthorityGuard _guard = new();
    private readonly DetectorReading[] _readings = new DetectorReading[ReadingsPerTick];
    private readonly NeighbourOutflow[] _neighbours;
    private readonly List<NeighbourOutflow> _outflow = [];
    private readonly ArrivalForecast[] _forecasts;
    private TickCounters _counters;
    private long _lastNumber = -1;
    private bool _decisionWasLate;
    private bool _commanded;
    private string _explanation = "";

    public IntersectionActor(IntersectionWiring wiring)
    {
        _wiring = wiring;
        _tick = wiring.NewTick();
        _governor = new Governor(SafetyTable.Compile(wiring.Intersection), wiring.Intersection.Control);
        _local = new LocalClock(wiring.TimeZone);
        _forecasts = new ArrivalForecast[wiring.Intersection.LaneGroups.Length];
        _neighbours = new NeighbourOutflow[wiring.Neighbours.InboundCount(wiring.Intersection.Id)];
        Receive<ControlTick>(OnTick);
        Receive<IntersectionCommand.LimitLevel>(OnLimit);
        Receive<IntersectionCommand.SetShadow>(OnShadow);
        Receive<IntersectionCommand.Release>(OnRelease);
        Receive<End>(OnEnd);
    }

    private string Id => _wiring.Intersection.Id;

    private Instant Now => new(_wiring.Grid.Time.GetUtcNow().ToUnixTimeMilliseconds());

    protected override void PreStart()
    {
        _wiring.Board.Incarnations++;
        _wiring.Recorder.Begin();
    }

    private void OnTick(ControlTick tick)
    {
        if (tick.Number <= _lastNumber || tick.Number < _wiring.Grid.LatestNumber)
        {
            _counters = _counters with { Stale = _counters.Stale + 1 };
            return;
        }

        _lastNumber = tick.Number;
        var missed = _guard.Advance(tick.Number, tick.Deadline);
        _counters = _counters with { Missed = _counters.Missed + missed, Gaps = _guard.Gaps };
        _wiring.Board.Began.Record(SinceDeadline(tick));
        Run(tick);
    }

    private void Run(ControlTick tick)
    {
        var time = _wiring.Grid.Time;
        var started = time.GetTimestamp();
        var readings = _wiring.Readings.Drain(_readings);
        var dropped = _wiring.Readings.TakeDropped();
        var neighbours = _wiring.Neighbours.Collect(Id, tick.Deadline, _neighbours);
        var status = _wiring.Cabinet.Latest;
        var input = new TickInput
        {
            Number = tick.Number,
            Deadline = tick.Deadline,
            Local = _local.At(tick.Deadline),
            Readings = _readings.AsSpan(0, readings),
            ReadingsDropped = dropped,
            Status = status,
            Neighbours = _neighbours.AsSpan(0, neighbours),
            Forecasts = _wiring.Forecast?.TryTake(tick.Deadline, _forecasts) == true ? _forecasts : [],
            DecisionWasLate = _decisionWasLate,
            Limit = _wiring.Orders.Limit,
            Shadow = _wiring.Orders.Shadow,
        };
        var result = _tick.Tick(input);
        Command(result, status);
        _wiring.Board.Decided.Record(SinceDeadline(tick));
        _decisionWasLate = time.GetElapsedTime(started) > _wiring.DecisionBudget;

        // The command is on its way; what follows is for the record and may be late without harm.
        Count(readings, dropped);
        Report(input, result);
        Show(tick, status, result);
    }

    private void Command(in TickResult result, CabinetStatus? status)
    {
        var maySpeak = _guard.MaySpeak(status);
        if (result.Command is { } command && maySpeak && !_wiring.Orders.Shadow)
        {
            _wiring.Cabinet.Submit(command);
            _commanded = true;
            _counters = _counters with { Commands = _counters.Commands + 1 };
        }
    }

    private void Count(int readings, int dropped) => _counters = _counters with
    {
        Run = _counters.Run + 1,
        Readings = _counters.Readings + readings,
        ReadingsDropped = _counters.ReadingsDropped + dropped,
        LateDecisions = _counters.LateDecisions + (_decisionWasLate ? 1 : 0),
    };

    private void Report(in TickInput input, in TickResult result)
    {
        var events = _tick.Events;
        for (var i = 0; i < events.Count; i++)
        {
            _wiring.Events.Record(events[i]);
        }

        _wiring.Recorder.Record(input, result);
        if (IsTurn(input.Number, TicksBetweenOutflows) && _tick.TryOutflow(input, _outflow))
        {
            _wiring.Neighbours.Publish(Id, _outflow);
        }

        if (_wiring.Forecast is { } forecast && _tick.TryFrame(input, out var frame))
        {
            forecast.Ask(frame);
        }
    }

    private void Show(ControlTick tick, CabinetStatus? status, in TickResult result)
    {
        if (_explanation.Length == 0 || IsTurn(tick.Number, TicksBetweenExplanations))
        {
            _explanation = _tick.Explain();
        }

        if (_wiring.Board.Latest is not null && !IsTurn(tick.Number, TicksBetweenSnapshots))
        {
            return;
        }

        _wiring.Board.Latest = new IntersectionSnapshot(
            Id, tick.Deadline, status, result.Level, result.Cause, result.Refusal, result.Intent, result.Command is not null, _wiring.Orders.Shadow,
            _wiring.Orders.Limit, _guard.Revalidating, [.. _tick.LaneGroups], _explanation, _counters);
    }

    /// <summary>Work that is due now and then falls on another tick for each intersection, so that no tick carries all of it.</summary>
    private bool IsTurn(long number, long every) => (number + _wiring.Intersection.Device) % every == 0;

    private void OnLimit(IntersectionCommand.LimitLevel order)
    {
        _wiring.Orders.Limit = order.Level;
        Claim();
        var effective = order.Level < _wiring.Intersection.Control.Level ? order.Level : _wiring.Intersection.Control.Level;
        Reply(true, $"{Id}: at most {order.Level} (the file asks for {_wiring.Intersection.Control.Level}, so at most {effective})");
    }

    private void OnShadow(IntersectionCommand.SetShadow order)
    {
        if (!order.On && _wiring.Intersection.Control.Shadow)
        {
            Reply(false, $"{Id}: the corridor file keeps it in shadow mode; remove 'shadow: true' there to command the cabinet");
            return;
        }

        _wiring.Orders.Shadow = order.On;
        if (order.On)
        {
            GiveBack();
        }

        Claim();
        Reply(true, $"{Id}: shadow {(order.On ? "on: decides, commands nothing" : "off: commands the cabinet")}");
    }

    private void OnRelease(IntersectionCommand.Release order)
    {
        _wiring.Orders.Limit = ControlLevel.Observe;
        GiveBack();
        Reply(true, $"{Id}: released to the cabinet; lift the limit to take it back");
    }

    private void OnEnd(End end)
    {
        if (end.Release)
        {
            GiveBack();
        }

        Context.Stop(Self);
    }

    /// <summary>An operator who wants control settles a contest for the cabinet: claim, unless the orders still say hands off.</summary>
    private void Claim()
    {
        if (!_wiring.Orders.Shadow && _wiring.Orders.Limit > ControlLevel.Observe)
        {
            _wiring.Cabinet.AllowClaim();
        }
    }

    /// <summary>Only what we hold: a cabinet that we never commanded is not ours to release.</summary>
    private void GiveBack()
    {
        if (_commanded)
        {
            _wiring.Cabinet.Submit(_governor.Release(Now));
            _commanded = false;
        }
    }

    private void Reply(bool accepted, string text) => Sender.Tell(new CommandReply(accepted, text));

    private TimeSpan SinceDeadline(ControlTick tick)
    {
        var now = _wiring.Grid.Time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks;
        return new TimeSpan(now - tick.Deadline.UnixMilliseconds * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Asks for an orderly end.</summary>
    /// <param name="Release">Give the cabinet back first; false leaves it to its lease, for a successor to adopt.</param>
    public sealed record End(bool Release)
    {
        public static readonly End Releasing = new(true);

        public static readonly End HandingOver = new(false);
    }
}
