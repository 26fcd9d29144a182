using System.Globalization;
using Spectre.Console;

namespace Signals.Sim.Validation;

/// <summary>All cases at a glance: delay by controller with what the candidate saves, what the others pay, and the goals.</summary>
public static class CaseTable
{
    /// <summary>Figures shown case by case; the first with the candidate's change, the others plain.</summary>
    private static readonly string[] Shown =
        ["delayS", "sideDelayS", "pedestrianDelayS", "busDelayS", "longestSideWaitS", "longestWalkWaitS", "callsBeyondCap", "notInserted"];

    /// <param name="cases">At least one, all with the same controllers.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<CaseResult> cases)
    {
        console.Write(Figures(cases));
        console.MarkupLine("[grey]in brackets the candidate's change against that controller, paired by seed; * zero lies outside its 95 % interval[/]");
        var goals = Goal.All.Where(g => cases.All(g.CanJudge)).ToList();
        if (cases[0].Comparison.Controllers.Length > 1)
        {
            console.Write(Goals(cases, goals));
        }
    }

    private static Table Figures(IReadOnlyList<CaseResult> cases)
    {
        var controllers = cases[0].Comparison.Controllers;
        var table = new Table().RoundedBorder().Title($"all cases, means over {cases[0].Comparison.Seeds.Length} seeds");
        table.AddColumn("");
        table.AddColumn("case");
        foreach (var controller in controllers)
        {
            table.AddColumn(new TableColumn(controller.Word()).RightAligned());
        }

        foreach (var measure in Shown.Select(key => Measure.All.Single(m => m.Key == key)))
        {
            foreach (var (i, result) in cases.Index())
            {
                table.AddRow([i == 0 ? measure.Title : "", result.Case.Name, .. controllers.Select(c => Cell(result.Comparison, c, measure))]);
            }
        }

        return table;
    }

    private static string Cell(Comparison comparison, ControllerChoice controller, Measure measure)
    {
        var text = comparison.Of(controller, measure).Mean.ToString($"F{measure.Decimals}", CultureInfo.InvariantCulture);
        var relative = comparison.RelativeDifference(comparison.Candidate, controller, measure);
        if (controller == comparison.Candidate || measure.Key != Shown[0] || double.IsNaN(relative))
        {
            return text;
        }

        var star = comparison.Difference(comparison.Candidate, controller, measure).ExcludesZero ? "*" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{text} ({100 * relative:+0;-0;0}%{star})");
    }

    private static Table Goals(IReadOnlyList<CaseResult> cases, List<Goal> goals)
    {
        var table = new Table().RoundedBorder().Title($"goals of {cases[0].Comparison.Candidate.Word()}");
        table.AddColumn("");
        foreach (var result in cases)
        {
            table.AddColumn(new TableColumn(result.Case.Name).RightAligned());
        }

        foreach (var goal in goals)
        {
            table.AddRow([goal.Title, .. cases.Select(c => Verdict(goal, c))]);
        }

        return table;
    }

    private static string Verdict(Goal goal, CaseResult result)
    {
        var (figure, met) = goal.Judge(result);
        var text = goal.Needs is null ? figure.ToString("0", CultureInfo.InvariantCulture) : (100 * figure).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";
        return $"[{(met ? "green" : "red")}]{text} {(met ? "met" : "missed")}[/]";
    }
}
