using System.Globalization;
using Signals.Sim.Validation;
using Spectre.Console;

namespace Signals.Sim.Tuning;

/// <summary>Before and after tuning, street by street, on a terminal.</summary>
public static class StreetTable
{
    public static void Write(IAnsiConsole console, Comparison comparison)
    {
        var table = new Table().RoundedBorder().Title($"before → after, seeds {comparison.Seeds[0]} to {comparison.Seeds[^1]}, which it was not tuned on");
        table.AddColumns("street", "users");
        foreach (var heading in (string[])["delay, s", "stops", "longest wait, s"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var street in StreetFigures.Of(comparison))
        {
            table.AddRow(
                $"{street.Street} {street.Kind}", street.Users.ToString("0", CultureInfo.InvariantCulture), Pair(street.DelayBeforeS, street.DelayAfterS, 1),
                street.Kind == "crossing" ? "" : Pair(street.StopsBefore, street.StopsAfter, 2), Pair(street.LongestWaitBeforeS, street.LongestWaitAfterS, 0));
        }

        table.AddRow("[bold]per vehicle[/]", "", Total(comparison, "delayS"), Total(comparison, "stopsPerVehicle"), Total(comparison, "longestWaitS"));
        console.Write(table);
    }

    private static string Total(Comparison comparison, string key)
    {
        var measure = Measure.All.Single(m => m.Key == key);
        return Pair(comparison.Of(ControllerChoice.Fixed, measure).Mean, comparison.Of(ControllerChoice.Tuned, measure).Mean, measure.Decimals);
    }

    private static string Pair(double before, double after, int decimals)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{before.ToString($"F{decimals}", CultureInfo.InvariantCulture)} → {after.ToString($"F{decimals}", CultureInfo.InvariantCulture)}");
        return after < before * 0.98 ? $"[green]{text}[/]" : after > before * 1.02 ? $"[red]{text}[/]" : text;
    }
}
