using System.Globalization;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Validation;
using Spectre.Console;

namespace Signals.Sim.Sumo.Scoring;

/// <summary>Shows a <see cref="SumoComparison"/>: a row a controller, and what was not served beside what was.</summary>
public static class SumoTable
{
    public static void Write(IAnsiConsole console, SumoComparison comparison)
    {
        var summaries = comparison.Controllers.Select(comparison.Summary).ToList();
        console.Write(Figures(comparison, summaries));
        console.Write(Work(summaries));
        foreach (var reference in comparison.Controllers.Where(c => c != comparison.Candidate))
        {
            console.WriteLine(Difference(comparison, reference));
        }
    }

    private static Table Figures(SumoComparison comparison, List<ControllerSummary> summaries)
    {
        var table = new Table().RoundedBorder().Title($"full delay, s per scheduled vehicle, {comparison.Seeds.Length} seeds, ± half of the 95 % interval");
        table.AddColumn("");
        foreach (var title in (string[])["mean", "median", "p95", "not inserted", "longest wait", "stops", "locked", "teleports", "collisions"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var s in summaries)
        {
            table.AddRow(
                s.Controller, WithInterval(s.FullDelay), Text(s.Median, 2), Text(s.P95, 1), Text(s.NotInserted, 1), Text(s.LongestWait, 0), Text(s.Stops, 2),
                Text(s.Locked, 0), Text(s.Teleports, 0), Text(s.Collisions, 0));
        }

        return table;
    }

    private static Table Work(List<ControllerSummary> summaries)
    {
        var table = new Table().RoundedBorder().Title("signals");
        table.AddColumn("");
        foreach (var title in (string[])["monitor trips", "findings", "max red, s", "decision p50, µs", "p99", "p99.9", "max", "s/run"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var s in summaries)
        {
            table.AddRow(
                s.Controller, Text(s.MonitorFindings, 0), Text(s.CheckFindings, 0), Text(s.MaxRed, 0), Text(s.Decision?.P50, 0), Text(s.Decision?.P99, 0),
                Text(s.Decision?.P999, 0), Text(s.Decision?.Max, 0), Text(s.RunSeconds, 1));
        }

        return table;
    }

    private static string Difference(SumoComparison comparison, SumoController reference)
    {
        var difference = comparison.Difference(reference);
        var against = comparison.Summary(reference).FullDelay.Mean;
        var percent = against == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100 * difference.Mean / against:+0.0;-0.0;0.0} %)");
        return $"{comparison.Candidate.Word()} minus {reference.Word()}, paired by seed: {WithInterval(difference)} s{percent}"
            + (difference.ExcludesZero ? ", zero lies outside the interval" : "");
    }

    private static string WithInterval(MeanInterval interval) =>
        double.IsNaN(interval.HalfWidth) ? Text(interval.Mean, 2) : $"{Text(interval.Mean, 2)} ±{Text(interval.HalfWidth, 2)}";

    private static string Text(double? value, int decimals) => value is { } number ? number.ToString("F" + decimals, CultureInfo.InvariantCulture) : "-";
}
