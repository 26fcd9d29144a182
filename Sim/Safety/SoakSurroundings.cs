using Signals.Core.Ports;
using Signals.Sim.Cabinet;

namespace Signals.Sim.Safety;

/// <summary>Traffic, people at the panel, pre-emption, and lamps that fail: everything that is not the master.</summary>
internal sealed class SoakSurroundings(EmulatedCabinet cabinet, Random random)
{
    private static readonly CabinetInputs[] Switches =
    [
        CabinetInputs.DoorOpen, CabinetInputs.FlashSwitch, CabinetInputs.PolicePanel, CabinetInputs.ManualEnable, CabinetInputs.StopTime,
        CabinetInputs.OnBattery, CabinetInputs.MainsFail,
    ];

    private readonly int[] _channels = [.. cabinet.Intersection.Detectors.Select(d => d.Channel)];
    private long _calmUntil, _visitUntil, _technicianAt;

    /// <summary>True while a lamp fault is injected.</summary>
    public bool HasLampFault => cabinet.Lamps.FaultyGroups != 0;

    public void Act(long step)
    {
        Traffic();
        Technician(step);
        if (step < _calmUntil)
        {
            return;
        }

        switch (random.Next(0, 400))
        {
            case < 3:
                Visit(step);
                break;
            case < 6:
                cabinet.Panel.SetPreempt(random.Next(1, 9), true);
                break;
            case < 12:
                cabinet.Panel.SetPreempt(random.Next(1, 9), false);
                break;
            case 12:
                cabinet.Lamps.Inject(
                    random.Next(cabinet.Table.GroupCount), (Lamp)random.Next(0, 3), random.Next(0, 2) == 0 ? LampFault.Dead : LampFault.StuckOn);
                break;
            case 13:
                Calm(step);
                break;
        }
    }

    /// <summary>Long quiet spells, so that the ordinary modes are exercised too.</summary>
    private void Calm(long step)
    {
        _calmUntil = step + random.Next(1000, 12_000);
        cabinet.Lamps.RepairAll();
        Leave();
        for (var input = 1; input <= 8; input++)
        {
            cabinet.Panel.SetPreempt(input, false);
        }
    }

    private void Traffic()
    {
        if (random.Next(0, 8) == 0)
        {
            var channel = _channels[random.Next(_channels.Length)];
            cabinet.Detectors.Set(channel, random.Next(0, 2) == 0);
        }
    }

    private void Visit(long step)
    {
        cabinet.Panel.Set(Switches[random.Next(Switches.Length)], true);
        _visitUntil = step + random.Next(1, 900);
    }

    /// <summary>Plays with the panel while there, puts it back, and mends what tripped the monitor.</summary>
    private void Technician(long step)
    {
        if (step < _visitUntil)
        {
            if (random.Next(0, 25) == 0)
            {
                cabinet.Panel.PressIntervalAdvance();
            }

            if (step == _visitUntil - 1)
            {
                Leave();
            }
        }

        if (!cabinet.Monitor.IsTripped)
        {
            _technicianAt = step + random.Next(20, 300);
        }
        else if (step >= _technicianAt)
        {
            cabinet.Lamps.RepairAll();
            cabinet.Panel.Set(CabinetInputs.DoorOpen, true);
            cabinet.Panel.PressMonitorReset();
            cabinet.Panel.Set(CabinetInputs.DoorOpen, false);
        }
    }

    private void Leave()
    {
        foreach (var which in Switches)
        {
            cabinet.Panel.Set(which, false);
        }
    }
}
