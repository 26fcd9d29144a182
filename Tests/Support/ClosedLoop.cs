using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Support;

/// <summary>One indication that a group has shown from start to end.</summary>
public readonly record struct ShownInterval(int Group, GroupState State, Duration Start, Duration End)
{
    public Duration Length => End - Start;
}

/// <summary>An event of the controller with its time since the start of the run.</summary>
public readonly record struct TimedEvent(Duration At, EventCode Code, int Parameter);

/// <summary>
/// A controller and the sequencer model as its cabinet in virtual time, without traffic: a test sets who is present and who presses, or lets a
/// <see cref="QueueDemand"/> do it. Every intent is checked for compatibility as it is made.
/// </summary>
public sealed class ClosedLoop
{
    private readonly Sequencer _cabinet;
    private readonly GroupStatus[] _shown;
    private readonly Instant _start;
    private readonly Duration _midnightToStart;
    private readonly Instant[] _since;
    private readonly GroupState[] _state;
    private GroupSet _latched;

    public ClosedLoop(Intersection intersection, IController controller, double startHour = 0, TimingPlan? plan = null)
    {
        Intersection = intersection;
        Table = SafetyTable.Compile(intersection);
        Controller = controller;
        Plan = plan;
        _midnightToStart = Duration.FromSeconds(startHour * 3600);
        _start = new Instant(1_800_000_000_000);
        Now = _start;
        _cabinet = new Sequencer(Table, _start - Duration.FromSeconds(60));
        _shown = new GroupStatus[Table.GroupCount];
        _since = new Instant[Table.GroupCount];
        _state = [.. _cabinet.States];
        _since.AsSpan().Fill(_start);
        LaneGroups = new LaneGroupEstimate[intersection.LaneGroups.Length];
        Picture = new TrafficPicture(intersection);
    }

    public Intersection Intersection { get; }

    public SafetyTable Table { get; }

    public IController Controller { get; set; }

    /// <summary>Plan to run; null takes the intersection's schedule (a Monday).</summary>
    public TimingPlan? Plan { get; set; }

    public Instant Now { get; private set; }

    public Duration Elapsed => Now - _start;

    /// <summary>Groups with somebody on the detector.</summary>
    public GroupSet Present { get; set; }

    public GroupSet FailedDetection { get; set; }

    public LaneGroupEstimate[] LaneGroups { get; }

    public TrafficPicture Picture { get; }

    public NeighbourOutflow[] Neighbours { get; set; } = [];

    public ArrivalForecast[] Forecasts { get; set; } = [];

    /// <summary>Called before each decision: sets presence, presses buttons, fills estimates.</summary>
    public Action<ClosedLoop>? BeforeTick { get; set; }

    public List<ShownInterval> Intervals { get; } = [];

    public List<TimedEvent> Events { get; } = [];

    public List<ControlIntent> Intents { get; } = [];

    public GroupSet Go => _cabinet.Go;

    /// <summary>Crossings with a standing button call.</summary>
    public GroupSet ButtonCalls => _latched;

    public GroupState StateOf(int group) => _cabinet.States[group];

    public void Press(int crossing) => _latched = _latched.With(crossing);

    public ClosedLoop Run(double seconds)
    {
        var end = Now + Duration.FromSeconds(seconds);
        while (Now < end)
        {
            Tick();
        }

        return this;
    }

    /// <summary>Runs until the condition holds; fails the test after <paramref name="limitSeconds"/>.</summary>
    public ClosedLoop RunUntil(Func<ClosedLoop, bool> condition, double limitSeconds = 300)
    {
        var end = Now + Duration.FromSeconds(limitSeconds);
        while (!condition(this))
        {
            Assert.That(Now, Is.LessThan(end), $"not reached within {limitSeconds} s; {Controller.Explain()}");
            Tick();
        }

        return this;
    }

    public void Tick()
    {
        BeforeTick?.Invoke(this);
        var view = View();
        var intent = Controller.Decide(view);
        Intents.Add(intent);
        Assert.That(Table.IsCompatible(intent.Green), $"conflicting intent {intent.Green} at {Elapsed}");
        Assert.That(intent.Green.IsEmpty, Is.EqualTo(intent.AllRed), $"empty intent at {Elapsed}");
        DrainEvents();
        _cabinet.Step(Now, intent.AllRed ? GroupRequest.AllRed(Table.All) : GroupRequest.Exactly(intent.Green, Table.All));
        Record();
        Now += Duration.Tenth;
    }

    /// <summary>Hands over to another controller between two ticks.</summary>
    public void HandOver(IController next)
    {
        Controller = next;
        next.Adopt(View());
    }

    public ControlView View()
    {
        for (var group = 0; group < _shown.Length; group++)
        {
            _shown[group] = _cabinet.Status(group, Now);
            if (_shown[group].State == GroupState.Walk)
            {
                _latched = _latched.Without(group);
            }
        }

        var sinceMidnight = new Duration((_midnightToStart + Elapsed).Milliseconds % 86_400_000);
        return new ControlView
        {
            Now = Now,
            Local = new LocalTime(DayOfWeek.Monday, sinceMidnight),
            Plan = Plan ?? Intersection.PlanAt(DayOfWeek.Monday, sinceMidnight),
            Shown = _shown,
            Demand = new Demand(Present, (Present | FailedDetection) - _cabinet.Go, _latched, FailedDetection),
            LaneGroups = LaneGroups,
            Picture = Picture,
            Neighbours = Neighbours,
        Forecasts = Forecasts,
        };
    }

    /// <summary>Closed intervals in which the group showed the state, in order.</summary>
    public IReadOnlyList<ShownInterval> Of(int group, GroupState state) => [.. Intervals.Where(i => i.Group == group && i.State == state)];

    private void DrainEvents()
    {
        var drained = new List<ControllerEvent>();
        Controller.DrainEvents(drained);
        foreach (var happened in drained)
        {
            Events.Add(new TimedEvent(Elapsed, happened.Code, happened.Parameter));
        }
    }

    private void Record()
    {
        for (var group = 0; group < _state.Length; group++)
        {
            if (_cabinet.States[group] != _state[group])
            {
                Intervals.Add(new ShownInterval(group, _state[group], _since[group] - _start, Elapsed));
                _state[group] = _cabinet.States[group];
                _since[group] = Now;
            }
        }
    }
}
