using System.Collections.Immutable;

namespace Signals.Sim.Validation;

/// <summary>Machine-readable result of a comparison over cases.</summary>
public sealed record CaseReport(ImmutableArray<CaseFigures> Cases, long MonitorFindings)
{
    public static CaseReport Of(IReadOnlyList<CaseResult> cases)
    {
        ImmutableArray<CaseFigures> figures = [.. cases.Select(CaseFigures.Of)];
        return new CaseReport(figures, figures.Sum(c => c.Report.MonitorFindings));
    }
}

/// <summary>One case: its goals, and the same report as of a single comparison.</summary>
public sealed record CaseFigures(string Case, ImmutableArray<GoalFigure> Goals, ValidationReport Report)
{
    public static CaseFigures Of(CaseResult result) => new(
        result.Case.Name, [.. Goal.All.Where(g => g.CanJudge(result)).Select(g => GoalFigure.Of(g, result))],
        ValidationReport.Of(result.Plan, result.Tuned, result.Comparison));
}

/// <summary>A goal's figure (a share of delay, or a number of calls) and whether it is met.</summary>
public sealed record GoalFigure(string Goal, double Figure, bool Met)
{
    public static GoalFigure Of(Goal goal, CaseResult result)
    {
        var (figure, met) = goal.Judge(result);
        return new GoalFigure(goal.Title, figure, met);
    }
}
