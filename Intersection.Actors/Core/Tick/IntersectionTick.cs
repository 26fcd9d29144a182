using System.Collections.Immutable;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Prediction;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>
/// One intersection's whole decision, ten times a second: sense, settle the ladder, decide, guard the waits, govern. A deterministic function of the
/// inputs so far: the same at the roadside, in the simulator and when an incident is rerun. Not thread-safe; one owner.
/// </summary>
public sealed class IntersectionTick : IIntersectionTick
{
    /// <summary>A gap between ticks beyond this is a loss of authority: nothing is commanded until the cabinet has been read again.</summary>
    public static readonly Duration AuthorityLimit = new(1000);

    private readonly Intersection _intersection;
    private readonly SensingState _sensing;
    private readonly Governor _governor;
    private readonly WaitGuard _waits;
    private readonly DegradationLadder _ladder;
    private readonly RungJudge _rungs;
    private readonly StateEvents _states;
    private readonly AuthorityEvents _authority;
    private readonly IController[] _controllers;
    private readonly GroupStatus[] _shown;
    private readonly List<HiResEvent> _events = new(64);
    private readonly List<ControllerEvent> _controllerEvents = new(16);
    private readonly List<(EventCode Code, int Parameter)> _sensingEvents = new(64);
    private readonly TickMemory _memory = new();
    private readonly IntersectionFeatures _features;
    private readonly ForecastMemory _forecasts;
    private readonly float[] _rows;
    private readonly GroupSet[] _planned = new GroupSet[IntersectionFeatures.PlannedSeconds];
    private bool _secondEnded;

    /// <param name="intersection">The intersection.</param>
    /// <param name="table">Its compiled safety table.</param>
    /// <param name="controllers">One controller a rung: fixed time, actuated, adaptive.</param>
    /// <param name="incoming">Links that end at it, for the forecasts of what they bring; none by default.</param>
    /// <param name="profile">Usual flows to start with; null starts without any.</param>
    /// <exception cref="ArgumentException">A rung has no controller, or the profile belongs to another intersection.</exception>
    public IntersectionTick(
        Intersection intersection, SafetyTable table, IReadOnlyList<IController> controllers, ImmutableArray<Link> incoming = default, HistoricProfile? profile = null)
    {
        _intersection = intersection;
        _sensing = new SensingState(intersection, profile);
        _features = new IntersectionFeatures(intersection, incoming.IsDefault ? [] : incoming, _sensing.Profile);
        _forecasts = new ForecastMemory(intersection.LaneGroups.Length);
        _rows = new float[intersection.LaneGroups.Length * FeatureColumn.Count];
        _governor = new Governor(table, intersection.Control);
        _waits = new WaitGuard(table);
        _ladder = new DegradationLadder(intersection.Control.Level);
        _rungs = new RungJudge(_ladder, table.ConfigHash);
        _states = new StateEvents(intersection, table);
        _authority = new AuthorityEvents(intersection.Device);
        _shown = new GroupStatus[table.GroupCount];
        _controllers = new IController[(int)ControlLevel.Adaptive + 1];
        for (var level = ControlLevel.FixedTime; level <= ControlLevel.Adaptive; level++)
        {
            _controllers[(int)level] = controllers.FirstOrDefault(controller => controller.Level == level)
                ?? throw new ArgumentException($"no controller for {level}", nameof(controllers));
        }
    }

    /// <summary>Hi-res events of the last tick, in the order they were found.</summary>
    public IReadOnlyList<HiResEvent> Events => _events;

    /// <summary>Estimates after the last tick, one a lane group.</summary>
    public ReadOnlySpan<LaneGroupEstimate> LaneGroups => _sensing.LaneGroups;

    /// <summary>Vehicles counted in the last tick, one entry a lane group.</summary>
    public ReadOnlySpan<LaneGroupCount> Counts => _sensing.Counts;

    /// <summary>Usual flows as learned so far.</summary>
    public HistoricProfile Profile => _sensing.Profile;

    /// <summary>Calls and extensions after the last tick.</summary>
    public Demand Demand => _sensing.Demand;

    /// <summary>Longest wait of a registered call at the last tick.</summary>
    public Duration LongestWait { get; private set; }

    /// <summary>Why the last decision was taken; one line for the console.</summary>
    public string Explain() => _memory.Active?.Explain() ?? $"observing: {_ladder.Cause}";

    public TickResult Tick(in TickInput input)
    {
        _events.Clear();
        var resumed = NoteGap(input);
        Sense(input);
        if (_rungs.Judge(input, _sensing.LaneGroups, resumed))
        {
            Add(input.Deadline, EventCode.ControlLevelChange, (int)_ladder.Level + 16 * (int)_ladder.Cause);
        }

        _forecasts.Advance(input.Deadline, input.Forecasts);
        _secondEnded = _features.Advance(Moment(input));
        var result = Decide(input, resumed);
        Finish(result, input);
        return result;
    }

    /// <summary>
    /// Expected departures towards each downstream neighbour; asked for once a second. False while nothing is controlled.
    /// </summary>
    public bool TryOutflow(in TickInput input, List<NeighbourOutflow> into)
    {
        into.Clear();
        if (_memory.Active is not IOutflowPredictor predictor)
        {
            return false;
        }

        predictor.PredictOutflow(View(input), into);
        return into.Count > 0;
    }

    /// <inheritdoc/>
    public bool TryFrame(in TickInput input, out ForecastFrame frame)
    {
        frame = default;
        if (!_secondEnded)
        {
            return false;
        }

        var known = _memory.Active is IGreenPlanner planner ? planner.PlanGreens(View(input), _planned) : 0;
        _features.Write(Moment(input), _planned.AsSpan(0, known), _rows);
        frame = new ForecastFrame { Now = input.Deadline, Local = input.Local, LaneGroups = _sensing.LaneGroups, Rows = _rows, Floor = _features.Historic };
        return true;
    }

    private bool NoteGap(in TickInput input)
    {
        var gap = _memory.LastDeadline is { } last ? input.Deadline - last : Duration.Tenth;
        _memory.LastDeadline = input.Deadline;
        if (gap != Duration.Tenth)
        {
            var missed = (int)Math.Clamp(gap.Tenths - 1, 0, short.MaxValue);
            Add(input.Deadline, EventCode.TicksMissed, missed);
        }

        if (input.ReadingsDropped > 0)
        {
            Add(input.Deadline, EventCode.ReadingsDropped, Math.Min(input.ReadingsDropped, short.MaxValue));
        }

        return gap > AuthorityLimit || gap < Duration.Zero;
    }

    private void Sense(in TickInput input)
    {
        for (var group = 0; group < _shown.Length; group++)
        {
            _shown[group] = input.Status?.Groups[group] ?? new GroupStatus(GroupState.Dark, Duration.Zero);
        }

        _authority.Observe(input.Status, input.Deadline, _events);
        if (input.Status is { } status)
        {
            _states.Observe(status, _events);
        }
        else
        {
            _states.Forget();
        }

        _sensing.Advance(input.Deadline, input.Readings, _shown, input.Local);
        _sensingEvents.Clear();
        _sensing.DrainEvents(_sensingEvents);
        foreach (var (code, parameter) in _sensingEvents)
        {
            Add(input.Deadline, code, parameter);
        }
    }

    private TickResult Decide(in TickInput input, bool resumed)
    {
        var now = input.Deadline;
        if (_ladder.Level == ControlLevel.Observe)
        {
            _memory.Active = null;
            _waits.Forget();
            LongestWait = Duration.Zero;
            return new TickResult(now, null, RefusalOf(_ladder.Cause), default, ControlLevel.Observe, _ladder.Cause);
        }

        var view = View(input);
        var intent = Wish(view);
        intent = _waits.Apply(intent, _sensing.Demand, view.Go, now);
        LongestWait = _waits.LongestWait(now);
        var verdict = _governor.Govern(intent, input.Status, now);
        if (verdict.Refusal is Refusal.Conflict or Refusal.UnknownGroup or Refusal.Empty)
        {
            _rungs.ControllerFailed(now);
        }

        var command = input.Shadow || resumed ? null : verdict.Command;
        var refusal = input.Shadow && verdict.Refusal == Refusal.NotInControl ? Refusal.None : verdict.Refusal;
        return new TickResult(now, command, refusal, intent, _ladder.Level, _ladder.Cause);
    }

    private ControlIntent Wish(in ControlView view)
    {
        var controller = _controllers[(int)_ladder.Level];
        if (!ReferenceEquals(controller, _memory.Active))
        {
            controller.Adopt(view);
            _memory.Active = controller;
        }

        try
        {
            return controller.Decide(view);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A bug in one controller may cost a rung of the ladder, never the intersection: keep what is shown for this tick.
            _rungs.ControllerFailed(view.Now);
            return new ControlIntent(view.Go, 0, IntentReason.Hold);
        }
    }

    private void Finish(in TickResult result, in TickInput input)
    {
        var now = input.Deadline;
        if (result.Refusal != Refusal.None && result.Refusal != _memory.LastRefusal)
        {
            Add(now, EventCode.IntentRefused, (int)result.Refusal);
        }

        _memory.LastRefusal = result.Refusal;
        if (_waits.Forced >= 0 && _waits.Forced != _memory.LastForced)
        {
            Add(now, EventCode.MaxWaitForced, _waits.Forced);
        }

        _memory.LastForced = _waits.Forced;
        _controllerEvents.Clear();
        _memory.Active?.DrainEvents(_controllerEvents);
        foreach (var happened in _controllerEvents)
        {
            Add(now, happened.Code, happened.Parameter);
        }
    }

    private ControlView View(in TickInput input) => new()
    {
        Now = input.Deadline,
        Local = input.Local,
        Plan = _intersection.PlanAt(input.Local.Day, input.Local.SinceMidnight),
        Shown = _shown,
        Demand = _sensing.Demand,
        LaneGroups = _sensing.LaneGroups,
        Picture = _sensing.Picture,
        Neighbours = input.Neighbours,
        Forecasts = _forecasts.Current,
    };

    private FeatureMoment Moment(in TickInput input) => new()
    {
        Now = input.Deadline,
        Local = input.Local,
        Shown = _shown,
        LaneGroups = _sensing.LaneGroups,
        Counts = _sensing.Counts,
        Neighbours = input.Neighbours,
    };

    private void Add(Instant at, EventCode code, int parameter) => _events.Add(new HiResEvent(at, _intersection.Device, code, parameter));

    private static Refusal RefusalOf(LadderCause cause) => cause switch
    {
        LadderCause.CabinetSilent => Refusal.NoStatus,
        LadderCause.ConfigMismatch => Refusal.ConfigMismatch,
        LadderCause.NotInControl => Refusal.NotInControl,
        LadderCause.TickGap => Refusal.ClockFault,
        _ => Refusal.None,
    };

    /// <summary>What a tick remembers of the last one, apart from its parts' own state.</summary>
    private sealed class TickMemory
    {
        public Instant? LastDeadline { get; set; }

        public IController? Active { get; set; }

        public Refusal LastRefusal { get; set; }

        public int LastForced { get; set; } = -1;
    }
}
