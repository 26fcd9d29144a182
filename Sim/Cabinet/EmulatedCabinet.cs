using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Sim.Cabinet.Local;
using Signals.Sim.Cabinet.Monitor;

namespace Signals.Sim.Cabinet;

/// <summary>
/// The reference cabinet: sequencer, local plan, front panel, lamps, independent monitor and register map, advanced in steps of
/// 100 ms. Simulation calls it directly, a Modbus server serves the same object. Not thread-safe: whoever owns it serialises.
/// </summary>
public sealed partial class EmulatedCabinet
{
    /// <summary>Nominal step.</summary>
    public static readonly Duration Period = new(RegisterMap.HeartbeatMs);

    private readonly EmulatedCabinetOptions _options;
    private readonly StartUpSequence _startUp;
    private readonly PreemptControl _preempt;
    private readonly LocalPlan _local;
    private readonly PlanCatalogue _plans;
    private readonly CallWaits _waits;
    private readonly CabinetEvents _log;
    private ModeReason _localReason = ModeReason.NoRemote;
    private bool _isOn, _wasFlashing;

    /// <exception cref="ArgumentException">
    /// More groups than the register map carries, or a sequence that its own intergreen matrix contradicts.
    /// </exception>
    public EmulatedCabinet(Intersection intersection, EmulatedCabinetOptions options, IEpochStore epochs)
    {
        if (intersection.Groups.Length > RegisterMap.Groups)
        {
            throw new ArgumentException($"intersection {intersection.Id} has {intersection.Groups.Length} groups; the register map carries {RegisterMap.Groups}");
        }

        Intersection = intersection;
        _options = options;
        Table = SafetyTable.Compile(intersection);
        Sequencer = new Sequencer(Table, Instant.Epoch);
        Lamps = new LampBoard(Table.GroupCount);
        Monitor = new CabinetMonitor(new ProgramCard(intersection));
        Detectors = new DetectorInputs(intersection);
        Authority = new RemoteAuthority(Table, intersection, epochs);
        _plans = new PlanCatalogue(intersection, Table, options.LocalTimeOffset);
        _local = new LocalPlan(Table, _plans.RotationOf(_plans.Current.Number));
        _startUp = new StartUpSequence(Table, options.StartUpFlash, options.StartUpAllRed);
        _preempt = new PreemptControl(
            Table, options.PreemptGroups.IsDefaultOrEmpty ? _plans.DefaultPreempts() : options.PreemptGroups,
            options.PreemptMinimumDwell, options.PreemptMaximumPresence);
        _waits = new CallWaits(Table, options.CycleFaultWaits);
        _log = new CabinetEvents(intersection, Events);
        Shown = new ShownStates(Table);
        Registers = new CabinetRegisters(this);
    }

    public Intersection Intersection { get; }

    public SafetyTable Table { get; }

    public Sequencer Sequencer { get; }

    public LampBoard Lamps { get; }

    public CabinetMonitor Monitor { get; }

    public FrontPanel Panel { get; } = new();

    public DetectorInputs Detectors { get; }

    public RemoteAuthority Authority { get; }

    public EventRing Events { get; } = new();

    /// <summary>Register-level access, the same that Modbus serves.</summary>
    public CabinetRegisters Registers { get; }

    /// <summary>What every group shows, flash included.</summary>
    public ShownStates Shown { get; }

    public CabinetMode Mode { get; private set; } = CabinetMode.StartUp;

    public ModeReason Reason { get; private set; } = ModeReason.PowerUp;

    /// <summary>Monotonic time of the last step.</summary>
    public Instant Now { get; private set; }

    /// <summary>Civil time of the last step; only plans by time of day and the identity block use it.</summary>
    public Instant Utc { get; private set; }

    /// <summary>Time since power-up.</summary>
    public Duration Uptime { get; private set; }

    /// <summary>+1 a step.</summary>
    public ushort Heartbeat { get; private set; }

    public int ActivePlan => Authority is { IsActive: true, Kind: CommandKind.Plan } ? Authority.Plan : _plans.Current.Number;

    internal LocalPlan Local => _local;

    internal EmulatedCabinetOptions Options => _options;

    internal bool IsFlashing { get; private set; } = true;

    /// <summary>True when a command frame would be judged on its content: no person, pre-emption, flash, start-up or monitor has the cabinet.</summary>
    internal bool IsAvailable => !_waits.IsFault
        && (Mode is CabinetMode.LocalTimeOfDay or CabinetMode.LocalActuated or CabinetMode.Remote || Reason == ModeReason.RemoteFlash);

    /// <summary>Advances to <paramref name="now"/>, with civil time the same: simulation.</summary>
    public void Step(Instant now) => Step(now, now);

    /// <summary>Advances to <paramref name="now"/>. Call every 100 ms; a longer gap lengthens intervals, never shortens one.</summary>
    /// <param name="now">Monotonic: every interval, lease and dwell is timed on it.</param>
    /// <param name="utc">Civil time, free to jump.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is before the last step.</exception>
    public void Step(Instant now, Instant utc)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, _isOn ? Now : now);
        var elapsed = _isOn ? now - Now : Duration.Zero;
        Now = now;
        Utc = utc;
        if (!_isOn)
        {
            PowerUp();
        }

        Uptime += elapsed;
        Heartbeat = unchecked((ushort)(Heartbeat + 1));
        _log.Detectors(Detectors, UptimeMs);
        Detectors.Advance(elapsed.Milliseconds);
        Decide();
        Run();
        Show();
    }

    internal uint UptimeMs => unchecked((uint)Uptime.Milliseconds);

    private void PowerUp()
    {
        _isOn = true;
        Sequencer.ResetToRed(Now);
        _startUp.Begin(Now, withFlash: true);
        Shown.Reset(Now);
    }

    private void Run()
    {
        if (IsFlashing || _wasFlashing)
        {
            // Clearances count from the first steady red, which is this step when the flash has just ended.
            Sequencer.ResetToRed(Now);
            _wasFlashing = IsFlashing;
        }

        if (IsFlashing)
        {
            return;
        }

        Sequencer.Step(Now, Request());
        _waits.Watch(Detectors.CalledGroups() - Sequencer.Go, Now);
    }

    private void Show()
    {
        Shown.Update(Sequencer, IsFlashing, Now);
        Detectors.ClearLatched(Sequencer.Go);
        _log.Groups(Shown, UptimeMs);
        Lamps.Drive(Shown.States, IsFlashing, Uptime.Milliseconds);
        Monitor.Observe(Lamps.Lit, Uptime.Milliseconds);
    }
}
