using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Coordination;

/// <summary>
/// Plan by time of day on the cycle clock: yield points, permissive periods and fixed force-off points for the actuated controller, and the
/// coordination events 131–134+, 150, 151 and 152. A change of plan takes effect at local zero, where the coordinated phase begins in either plan.
/// </summary>
public sealed class Coordinator(PhaseTable table)
{
    /// <summary>Event 150, parameter 5.</summary>
    private const int LocalZero = 5;

    /// <summary>Layouts kept; a file has far fewer plans.</summary>
    private const int MostLayouts = 256;

    private readonly List<PlanWindows> _compiled = [];
    private readonly CycleClock _clock = new();
    private readonly Duration[] _sinceYield = new Duration[table.RingCount];
    private readonly bool[] _left = new bool[table.RingCount];
    private readonly bool[] _returned = new bool[table.RingCount];
    private Instant _last;
    private CoordinationState? _announced;
    private bool _held;
    private int _plan = TimingPlan.FreeNumber;

    /// <summary>Plan in force laid out on its cycle; null while running free.</summary>
    public PlanWindows? Windows { get; private set; }

    public bool IsActive => Windows is not null;

    public CoordinationState State => _clock.State;

    public Duration Position => _clock.Position;

    public PhaseSet Coordinated => Windows?.Coordinated ?? PhaseSet.Empty;

    /// <summary>Forgets the plan; the next <see cref="Advance"/> starts afresh, at <paramref name="position"/> if one is given and else in step.</summary>
    public void Restart(in ControlView view, TimingPlan plan, Duration? position = null)
    {
        _last = view.Now;
        Windows = null;
        _clock.Stop();
        if (!plan.IsFree)
        {
            Windows = WindowsOf(plan);
            _clock.Start(Windows, position ?? CycleClock.SystemPosition(Windows, view.Local));
        }
    }

    /// <summary>Layout of a plan; made once.</summary>
    public PlanWindows WindowsOf(TimingPlan plan)
    {
        foreach (var windows in _compiled)
        {
            if (ReferenceEquals(windows.Plan, plan))
            {
                return windows;
            }
        }

        if (_compiled.Count == MostLayouts)
        {
            _compiled.Clear();
        }

        var made = PlanWindows.Compile(table, plan);
        _compiled.Add(made);
        return made;
    }

    /// <summary>Moves the clock to the tick and puts <paramref name="plan"/> into force when its time has come.</summary>
    public void Advance(in ControlView view, TimingPlan plan, EventQueue events)
    {
        if (plan.IsFree != (Windows is null))
        {
            Restart(view, plan);
        }
        else if (Windows is not null)
        {
            _clock.Advance(view.Now - _last, view.Local);
            if (_clock.PassedZero && !ReferenceEquals(Windows.Plan, plan))
            {
                Windows = WindowsOf(plan);
                _clock.Start(Windows, Duration.Zero);
            }
        }

        _last = view.Now;
        NoteYield();
        Announce(events);
    }

    /// <summary>A ring ends a phase.</summary>
    public void NoteEnd(TimedPhase phase) => _left[phase.Ring] |= Coordinated.Contains(phase.Index);

    /// <summary>
    /// A ring starts a phase. A coordinated phase that comes back in the cycle in which it yielded stays until its next yield point: the permissive
    /// period ends with its return.
    /// </summary>
    public void NoteService(TimedPhase phase) => _returned[phase.Ring] = Coordinated.Contains(phase.Index) && _left[phase.Ring];

    /// <summary>A phase that is forced off, or yields, at this position of the cycle.</summary>
    public bool ForcesOff(int phase)
    {
        if (Windows is null)
        {
            return false;
        }

        return Windows.Coordinated.Contains(phase) ? !Holds(phase) : SinceYield(phase) >= FromYield(phase, Windows.ForceOff(phase));
    }

    /// <summary>A coordinated phase inside its programmed green, up to the yield point, or back before its time.</summary>
    public bool Holds(int phase) => IsProgrammedGreen(phase) || (Coordinated.Contains(phase) && _returned[table[phase].Ring]);

    /// <summary>Time until the phase's force-off (for a coordinated phase: yield) point.</summary>
    public Duration UntilForceOff(int phase) => Windows is null ? Duration.Zero : Windows.Wrap(Windows.ForceOff(phase) - Position);

    /// <summary>
    /// Inside the phase's permissive period: begun now, it would have its least service before its force-off point. Its own programmed start is always inside,
    /// so that a split shorter than a crossing's service delays the cycle rather than starve the pedestrians.
    /// </summary>
    public bool MayServe(int phase, bool pedestrians)
    {
        if (Windows is null || Windows.Coordinated.Contains(phase))
        {
            return true;
        }

        var forceOff = FromYield(phase, Windows.ForceOff(phase));
        var latest = forceOff - table[phase].MinService(pedestrians) - table.LongestChange(phase);
        return SinceYield(phase) <= Duration.Max(latest, FromYield(phase, Windows.Start(phase)) + Duration.Tenth * 10);
    }

    private bool IsProgrammedGreen(int phase) => Windows is not null && Windows.Coordinated.Contains(phase) && Windows.IsGreenAt(phase, Position);

    private void NoteYield()
    {
        for (var ring = 0; ring < _sinceYield.Length; ring++)
        {
            var since = Windows?.SinceYield(ring, Position) ?? Duration.Zero;
            if (since < _sinceYield[ring] || Windows is null)
            {
                _left[ring] = _returned[ring] = false;
            }

            _sinceYield[ring] = since;
        }
    }

    private Duration SinceYield(int phase) => Windows!.SinceYield(table[phase].Ring, Position);

    private Duration FromYield(int phase, Duration position) => Windows!.SinceYield(table[phase].Ring, position);

    private void Announce(EventQueue events)
    {
        var plan = Windows?.Plan ?? TimingPlan.Free;
        if (plan.Number != _plan)
        {
            _plan = plan.Number;
            AnnouncePlan(plan, events);
        }

        if (_clock.State != _announced)
        {
            _announced = _clock.State;
            events.Add(EventCode.CoordState, (int)_clock.State);
        }

        if (Windows is null)
        {
            return;
        }

        if (_clock.PassedZero)
        {
            events.Add(EventCode.CoordState, LocalZero);
        }

        AnnounceYield(events);
    }

    private void AnnounceYield(EventQueue events)
    {
        var held = false;
        foreach (var phase in Coordinated)
        {
            held |= IsProgrammedGreen(phase);
        }

        if (held != _held)
        {
            _held = held;
            foreach (var phase in Coordinated)
            {
                events.Add(held ? EventCode.CoordPhaseBegin : EventCode.CoordPhaseYield, table[phase].Number);
                events.Add(held ? EventCode.HoldOn : EventCode.HoldReleased, table[phase].Number);
            }
        }
    }

    private static void AnnouncePlan(TimingPlan plan, EventQueue events)
    {
        events.Add(EventCode.CoordPatternChange, plan.Number);
        events.Add(EventCode.CycleLengthChange, WholeSeconds(plan.Cycle));
        events.Add(EventCode.OffsetChange, WholeSeconds(plan.Offset));
        foreach (var split in plan.Splits)
        {
            // Splits 1–16 are events 134–149; 17–32 are 203–218.
            var code = split.PhaseOrStage <= 16 ? (int)EventCode.Split1Change - 1 + split.PhaseOrStage : 186 + split.PhaseOrStage;
            events.Add((EventCode)code, WholeSeconds(split.Length));
        }
    }

    private static int WholeSeconds(Duration length) => (int)Math.Min(255, length.Milliseconds / 1000);
}
