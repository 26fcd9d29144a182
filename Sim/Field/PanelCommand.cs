using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Sim.Cabinet;

namespace Signals.Sim.Field;

/// <summary>
/// One line that a technician types at an emulated cabinet: <c>door open main-1st</c>, <c>police on main-2nd</c>, <c>preempt 1 on main-3rd</c>,
/// <c>fault conflict main-1st</c>, <c>fault clear main-1st</c>, <c>reset main-1st</c>.
/// </summary>
/// <param name="Intersection">Whose cabinet.</param>
/// <param name="Apply">What it does to the cabinet; returns one line to print.</param>
public sealed record PanelCommand(string Intersection, Func<EmulatedCabinet, string> Apply)
{
    /// <summary>All commands, for the prompt's help.</summary>
    public const string Help =
        """
        door open|shut ID        the cabinet door
        flash on|off ID          flash switch
        police on|off ID         police panel
        manual on|off ID         manual control enable
        stop-time on|off ID      stop time
        advance ID               interval advance button (manual or police)
        preempt N on|off ID      pre-emption input 1-8
        fault conflict|red-fail|dual ID   stick or kill a lamp so that the monitor must trip
        fault clear ID           repair all lamps
        reset ID                 monitor reset button (the door must be open)
        status                   all cabinets
        help, quit
        """;

    private static readonly Dictionary<string, CabinetInputs> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["door"] = CabinetInputs.DoorOpen,
        ["flash"] = CabinetInputs.FlashSwitch,
        ["police"] = CabinetInputs.PolicePanel,
        ["manual"] = CabinetInputs.ManualEnable,
        ["stop-time"] = CabinetInputs.StopTime,
    };

    /// <summary>Reads one line.</summary>
    /// <param name="line">Words separated by blanks; the last one is an intersection id.</param>
    /// <param name="ids">Known intersections.</param>
    /// <param name="command">The command; null on failure.</param>
    /// <param name="problem">What is wrong and what would be accepted; empty on success.</param>
    public static bool TryParse(string line, IReadOnlyCollection<string> ids, out PanelCommand? command, out string problem)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        command = null;
        problem = "";
        if (words.Length < 2 || !ids.Contains(words[^1]))
        {
            problem = words.Length < 2
                ? $"'{line.Trim()}' is not a command; type help"
                : $"'{words[^1]}' is not an intersection; accepted: {string.Join(", ", ids)}";
            return false;
        }

        if (ActionOf(words[..^1]) is not { } apply)
        {
            problem = $"'{string.Join(' ', words[..^1])}' is not a command; type help";
            return false;
        }

        command = new PanelCommand(words[^1], apply);
        return true;
    }

    private static Func<EmulatedCabinet, string>? ActionOf(string[] words) => words switch
    {
        [var name, var position] when Switches.TryGetValue(name, out var input) && IsOn(position) is { } on => cabinet => Turn(cabinet, input, on),
        ["preempt", var number, var position] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 8
            && IsOn(position) is { } on => cabinet => Preempt(cabinet, n, on),
        ["advance"] => Advance,
        ["reset"] => Reset,
        ["fault", "conflict"] => Conflict,
        ["fault", "red-fail"] => RedFail,
        ["fault", "dual"] => Dual,
        ["fault", "clear"] => Clear,
        _ => null,
    };

    private static bool? IsOn(string position) => position switch
    {
        "on" or "open" => true,
        "off" or "shut" or "closed" => false,
        _ => null,
    };

    private static string Turn(EmulatedCabinet cabinet, CabinetInputs input, bool on)
    {
        cabinet.Panel.Set(input, on);
        return $"{cabinet.Intersection.Id}: {input} {(on ? "on" : "off")}";
    }

    private static string Preempt(EmulatedCabinet cabinet, int input, bool on)
    {
        cabinet.Panel.SetPreempt(input, on);
        return $"{cabinet.Intersection.Id}: pre-emption {input} {(on ? "on" : "off")}";
    }

    private static string Advance(EmulatedCabinet cabinet)
    {
        cabinet.Panel.PressIntervalAdvance();
        return $"{cabinet.Intersection.Id}: interval advance pressed";
    }

    private static string Reset(EmulatedCabinet cabinet)
    {
        cabinet.Panel.PressMonitorReset();
        return cabinet.Panel.Is(CabinetInputs.DoorOpen)
            ? $"{cabinet.Intersection.Id}: monitor reset pressed"
            : $"{cabinet.Intersection.Id}: the reset button is behind the door; open it first: door open {cabinet.Intersection.Id}";
    }

    /// <summary>A shorted load switch: a vehicle group stays green against one that conflicts with it.</summary>
    private static string Conflict(EmulatedCabinet cabinet)
    {
        foreach (var group in cabinet.Sequencer.Go)
        {
            foreach (var other in cabinet.Table.ConflictsOf(group))
            {
                cabinet.Lamps.Inject(other, Lamp.Green, LampFault.StuckOn);
                return $"{cabinet.Intersection.Id}: green of group {cabinet.Intersection.Groups[other].Id} stuck on while {cabinet.Intersection.Groups[group].Id} is green";
            }
        }

        return $"{cabinet.Intersection.Id}: nothing is green now; try again in a moment";
    }

    private static string RedFail(EmulatedCabinet cabinet) => Inject(cabinet, g => cabinet.Shown.States[g.Index] == GroupState.Red, Lamp.Red, LampFault.Dead);

    private static string Dual(EmulatedCabinet cabinet) => Inject(cabinet, g => cabinet.Shown.States[g.Index] == GroupState.Green, Lamp.Red, LampFault.StuckOn);

    private static string Clear(EmulatedCabinet cabinet)
    {
        cabinet.Lamps.RepairAll();
        return $"{cabinet.Intersection.Id}: all lamps repaired; a latched trip stays until the monitor is reset";
    }

    private static string Inject(EmulatedCabinet cabinet, Func<SignalGroup, bool> where, Lamp lamp, LampFault fault)
    {
        var group = cabinet.Intersection.Groups.FirstOrDefault(g => !g.IsPedestrian && where(g));
        if (group is null)
        {
            return $"{cabinet.Intersection.Id}: no group is in the right state now; try again in a moment";
        }

        cabinet.Lamps.Inject(group.Index, lamp, fault);
        return $"{cabinet.Intersection.Id}: {lamp} lamp of group {group.Id} {(fault == LampFault.Dead ? "dead" : "stuck on")}";
    }
}
