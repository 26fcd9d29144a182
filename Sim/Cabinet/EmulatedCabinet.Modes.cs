using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Drivers.Cabinet;
using Signals.Sim.Cabinet.Local;

namespace Signals.Sim.Cabinet;

/// <summary>Who is in charge, and what the sequencer is asked for.</summary>
public sealed partial class EmulatedCabinet
{
    private const CabinetInputs HumanInputs = CabinetInputs.PolicePanel | CabinetInputs.ManualEnable | CabinetInputs.StopTime;

    private LocalAdvance _advance;

    private void Decide()
    {
        if (Authority.Step(Sequencer, Now, UptimeMs))
        {
            _localReason = ModeReason.LeaseExpired;
            Events.Record(EventCode.LeaseExpired, 0, UptimeMs);
        }

        if (Panel.TakeReset())
        {
            Monitor.Reset();
        }

        var before = Mode;
        (Mode, Reason) = Judge();
        if (IsTakenFromRemote())
        {
            Authority.Drop();
            _localReason = ModeReason.NoRemote;
        }

        UpdateFlash();
        _advance = Panel.TakeAdvance() ? LocalAdvance.Pressed : LocalAdvance.Held;
        Enter(before);
        _log.Mode(Mode, Reason, UptimeMs);
    }

    /// <summary>Strongest claim first: monitor, flash switch, start-up, pre-emption, people, remote, local plan.</summary>
    private (CabinetMode Mode, ModeReason Reason) Judge()
    {
        if (Monitor.IsTripped)
        {
            return (CabinetMode.FaultFlash, ModeReason.MonitorTrip);
        }

        if (Panel.Is(CabinetInputs.FlashSwitch))
        {
            return (CabinetMode.CommandedFlash, ModeReason.FlashSwitch);
        }

        if (IsLeavingFlash())
        {
            _startUp.Begin(Now, withFlash: false);
        }

        if (_startUp.IsRunning)
        {
            return (CabinetMode.StartUp, ModeReason.PowerUp);
        }

        WatchPreempts();
        return _preempt.Active != 0 ? (CabinetMode.Preempt, ModeReason.PreemptInput) : JudgePeopleAndRemote();
    }

    private (CabinetMode Mode, ModeReason Reason) JudgePeopleAndRemote()
    {
        if (Panel.Is(HumanInputs))
        {
            return Panel.Is(CabinetInputs.PolicePanel) ? (CabinetMode.Police, ModeReason.PolicePanel)
                : (CabinetMode.Manual, Panel.Is(CabinetInputs.StopTime) ? ModeReason.StopTime : ModeReason.ManualSwitch);
        }

        if (Authority.IsActive && _waits.IsFault)
        {
            Authority.Drop();
            _localReason = ModeReason.CycleFault;
        }

        if (!Authority.IsActive)
        {
            _localReason = Authority.TakeChanged() ? ModeReason.Released : _localReason;
            return (CabinetMode.LocalTimeOfDay, _localReason);
        }

        return Authority.Kind switch
        {
            CommandKind.Flash => (IsAtRest ? CabinetMode.CommandedFlash : CabinetMode.AllRed, ModeReason.RemoteFlash),
            CommandKind.AllRed => (CabinetMode.Remote, ModeReason.RemoteAllRed),
            _ => (CabinetMode.Remote, ModeReason.RemoteCommand),
        };
    }

    /// <summary>Everything red and nothing changing.</summary>
    private bool IsAtRest => IsFlashing || (Sequencer.Go.IsEmpty && !Sequencer.IsChanging);

    private bool IsTakenFromRemote() => Mode is CabinetMode.StartUp or CabinetMode.Manual or CabinetMode.Police or CabinetMode.Preempt or CabinetMode.FaultFlash
        || Reason == ModeReason.FlashSwitch;

    /// <summary>The flash relay is on for a cause that has gone.</summary>
    private bool IsLeavingFlash() => IsFlashing && !_startUp.IsRunning && !(Authority is { IsActive: true, Kind: CommandKind.Flash });

    private void UpdateFlash() => IsFlashing = Mode switch
    {
        CabinetMode.FaultFlash or CabinetMode.CommandedFlash => true,
        CabinetMode.StartUp => _startUp.IsFlashing(Now),
        _ => false,
    };

    private void WatchPreempts()
    {
        var before = _preempt.Active;
        if (_preempt.Watch(Panel.Preempts, Sequencer, Now))
        {
            _log.Preempt(before, _preempt.Active, UptimeMs);
        }
    }

    private void Enter(CabinetMode before)
    {
        var changed = Authority.TakeChanged();
        if (Mode == CabinetMode.Remote && changed && Authority.Kind == CommandKind.Plan)
        {
            _local.Use(_plans.RotationOf(Authority.Plan), atOnce: true, Sequencer, Now);
        }
        else if (Mode is CabinetMode.LocalTimeOfDay or CabinetMode.Manual or CabinetMode.Police && Mode != before)
        {
            _local.Use(_plans.RotationOf(_plans.At(Utc).Number), atOnce: true, Sequencer, Now);
        }
        else if (Mode == CabinetMode.LocalTimeOfDay && _plans.IsDue(Uptime, Utc))
        {
            _local.Use(_plans.RotationOf(_plans.Current.Number), atOnce: false, Sequencer, Now);
        }
    }

    private GroupRequest Request() => Mode switch
    {
        CabinetMode.StartUp => _startUp.Step(Sequencer, Now),
        CabinetMode.Preempt => _preempt.Request(),
        CabinetMode.Police => _local.Step(Sequencer, Now, _advance),
        CabinetMode.Manual => Panel.Is(CabinetInputs.StopTime) ? GroupRequest.Stay : _local.Step(Sequencer, Now, _advance),
        CabinetMode.Remote => RemoteRequest(),
        CabinetMode.LocalTimeOfDay => _local.Step(Sequencer, Now, LocalAdvance.Automatic),
        _ => GroupRequest.AllRed(Table.All),
    };

    private GroupRequest RemoteRequest() => Authority.Kind switch
    {
        CommandKind.Masks => Authority.Request,
        CommandKind.Stage => StageRequest(Authority.Stage!),
        CommandKind.Plan => _local.Step(Sequencer, Now, LocalAdvance.Automatic),
        _ => GroupRequest.AllRed(Table.All),
    };

    /// <summary>The stage's groups, and of its crossings those whose button was pressed, once for each press.</summary>
    private GroupRequest StageRequest(Stage stage)
    {
        var crossings = stage.PedestrianGroups & Detectors.CalledGroups();
        foreach (var crossing in crossings)
        {
            crossings = Table.ConflictsOf(crossing).Overlaps(stage.Groups) ? crossings.Without(crossing) : crossings;
        }

        return new GroupRequest(stage.Groups, Table.All - stage.Groups, Table.All - stage.Groups - crossings, stage.Groups | crossings);
    }
}
