using System.Globalization;
using Spectre.Console;

namespace Signals.Sim.Replay;

/// <summary>A replay report as a table for people.</summary>
public static class ReplayTable
{
    /// <summary>Columns that the table needs to keep its rows on one line.</summary>
    public const int Width = 118;

    public static void Write(ReplayReport report, IAnsiConsole console)
    {
        console.WriteLine(Invariant($"{report.From} to {report.To} ({report.Stretch.TotalSeconds:0} s) at {report.Speed:0.#}x, {report.Level} control; recorded controller | ours"));
        foreach (var device in report.Devices)
        {
            console.Write(Phases(device, report));
            console.WriteLine(Invariant(
                $"signal {device.Device}: monitor findings {device.MonitorFindings}, frames rejected {device.Rejects}, pre-emptions in the log (not replayed) {device.PreemptsInLog}"));
        }

        console.WriteLine(Invariant(
            $"calls unserved {report.UnservedCalls}, monitor findings {report.MonitorFindings}, ticks missed {report.TicksMissed}, sensor messages {Sensors(report)}"));
    }

    private static Table Phases(DeviceComparison device, ReplayReport report)
    {
        var table = new Table().Title($"Signal {device.Device}").Border(TableBorder.Simple);
        foreach (var column in new[] { "phase", "greens", "green s", "share %", "max red s", "walks", "served", "mean wait", "max wait", "unserved" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var phase in device.Phases)
        {
            table.AddRow(Cells(phase, device, report));
        }

        return table;
    }

    private static string[] Cells(PhaseComparison phase, DeviceComparison device, ReplayReport report)
    {
        var (recorded, ours) = (phase.Recorded, phase.Ours);
        var calls = device.Calls.Where(call => call.Phase == recorded.Phase).ToList();
        return
        [
            Invariant($"{recorded.Phase}"),
            Invariant($"{recorded.Greens} | {ours.Greens}"),
            Invariant($"{recorded.Green.TotalSeconds:0} | {ours.Green.TotalSeconds:0}"),
            Invariant($"{100 * recorded.Share(report.Stretch):0.0} | {100 * ours.Share(report.Stretch):0.0}"),
            Invariant($"{recorded.LongestRed.TotalSeconds:0} | {ours.LongestRed.TotalSeconds:0}"),
            Invariant($"{recorded.Walks} | {ours.Walks}"),
            Invariant($"{calls.Sum(call => call.Served)}"),
            Invariant($"{calls.Where(call => !call.IsPedestrian).Select(call => call.MeanWaitSeconds).DefaultIfEmpty().Max():0.0}"),
            Invariant($"{calls.Select(call => call.LongestWait.TotalSeconds).DefaultIfEmpty().Max():0.0}"),
            Invariant($"{calls.Sum(call => call.Unserved)}"),
        ];
    }

    private static string Sensors(ReplayReport report)
    {
        var totals = report.Sensors.Values.SelectMany(outcomes => outcomes).GroupBy(pair => pair.Key).Select(group => (group.Key, Sum: group.Sum(pair => pair.Value)));
        return string.Join(", ", totals.Where(total => total.Sum > 0).OrderBy(total => total.Key, StringComparer.Ordinal).Select(total => Invariant($"{total.Key} {total.Sum}")));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
