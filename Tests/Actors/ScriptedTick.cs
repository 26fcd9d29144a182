using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Timing;

namespace Signals.Tests.Actors;

/// <summary>A tick that asks for the start-up groups whenever the governor lets it, and fails when a test says so.</summary>
public sealed class ScriptedTick(Intersection intersection) : IIntersectionTick
{
    private readonly Governor _governor = new(SafetyTable.Compile(intersection), intersection.Control);
    private readonly List<HiResEvent> _events = [];
    private readonly List<TickSeen> _seen = [];

    /// <summary>Throws at the next tick.</summary>
    public bool Fails { get; set; }

    /// <summary>Happens inside every tick; lets a test make a decision take time.</summary>
    public Action? Meanwhile { get; set; }

    public IReadOnlyList<HiResEvent> Events => _events;

    public ReadOnlySpan<LaneGroupEstimate> LaneGroups => [];

    public IReadOnlyList<TickSeen> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    public TickResult Tick(in TickInput input)
    {
        lock (_seen)
        {
            _seen.Add(new TickSeen(input.Number, input.Readings.Length, input.Neighbours.Length, input.Limit, input.Shadow, input.DecisionWasLate) { Forecasts = [.. input.Forecasts] });
        }

        Meanwhile?.Invoke();

        if (Fails)
        {
            throw new ArithmeticException("scripted failure");
        }

        _events.Clear();
        _events.Add(new HiResEvent(input.Deadline, intersection.Device, EventCode.PhaseOn, 2));
        var intent = new ControlIntent(intersection.StartUp);
        var verdict = _governor.Govern(intent, input.Status, input.Deadline);
        var command = input.Limit == ControlLevel.Observe || input.Shadow ? null : verdict.Command;
        return new TickResult(input.Deadline, command, verdict.Refusal, intent, input.Limit, LadderCause.None);
    }

    public bool TryOutflow(in TickInput input, List<NeighbourOutflow> into)
    {
        into.Clear();
        return false;
    }

    /// <summary>A forecast may be asked for after every tick.</summary>
    public bool TryFrame(in TickInput input, out ForecastFrame frame)
    {
        frame = new ForecastFrame
        {
            Now = input.Deadline, Local = input.Local, LaneGroups = [], Rows = [], Floor = new HistoricRatioForecast(intersection, new HistoricProfile(intersection.LaneGroups.Length)),
        };
        return true;
    }

    public string Explain() => "scripted";

    /// <summary>What one tick was given.</summary>
    public sealed record TickSeen(long Number, int Readings, int Neighbours, ControlLevel Limit, bool Shadow, bool AfterLateDecision)
    {
        public ArrivalForecast[] Forecasts { get; init; } = [];
    }
}
