using System.Globalization;
using Spectre.Console;

namespace Signals.Sim.Validation;

/// <summary>Shows a <see cref="Comparison"/> on a terminal: means with 95 % intervals, then paired differences of the candidate.</summary>
public static class ComparisonTable
{
    public static void Write(IAnsiConsole console, Comparison comparison)
    {
        console.Write(Means(comparison));
        if (comparison.Controllers.Length > 1)
        {
            console.Write(Differences(comparison));
            console.MarkupLine("[grey]* zero lies outside the 95 % interval of the paired difference; green is better, red is worse[/]");
        }
    }

    private static Table Means(Comparison comparison)
    {
        var table = new Table().RoundedBorder().Title($"mean over {comparison.Seeds.Length} seeds ± half of the 95 % interval");
        table.AddColumn("");
        foreach (var controller in comparison.Controllers)
        {
            table.AddColumn(new TableColumn(controller.Word()).RightAligned());
        }

        foreach (var measure in Measure.All)
        {
            table.AddRow([measure.Title, .. comparison.Controllers.Select(c => Text(comparison.Of(c, measure), measure.Decimals))]);
        }

        return table;
    }

    private static Table Differences(Comparison comparison)
    {
        var references = comparison.Controllers.Where(c => c != comparison.Candidate).ToList();
        var table = new Table().RoundedBorder().Title($"{comparison.Candidate.Word()} minus …, paired by seed");
        table.AddColumn("");
        foreach (var reference in references)
        {
            table.AddColumn(new TableColumn(reference.Word()).RightAligned());
        }

        foreach (var measure in Measure.All)
        {
            table.AddRow([measure.Title, .. references.Select(r => Difference(comparison, r, measure))]);
        }

        return table;
    }

    private static string Difference(Comparison comparison, ControllerChoice reference, Measure measure)
    {
        var difference = comparison.Difference(comparison.Candidate, reference, measure);
        var relative = comparison.RelativeDifference(comparison.Candidate, reference, measure);
        var text = Text(difference, measure.Decimals, signed: true);
        text += double.IsNaN(relative) ? "" : string.Create(CultureInfo.InvariantCulture, $" {100 * relative:+0;-0;0}%");
        if (!difference.ExcludesZero)
        {
            return text;
        }

        var isBetter = difference.Mean < 0 != (measure.Key == "finished");
        return $"[{(isBetter ? "green" : "red")}]{text}*[/]";
    }

    private static string Text(MeanInterval interval, int decimals, bool signed = false)
    {
        var number = decimals == 0 ? "0" : "0." + new string('0', decimals);
        var mean = interval.Mean.ToString(signed ? $"+{number};-{number};{number}" : number, CultureInfo.InvariantCulture);
        return double.IsNaN(interval.HalfWidth) ? mean : $"{mean} ±{interval.HalfWidth.ToString(number, CultureInfo.InvariantCulture)}";
    }
}
