namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// The second tier: looks closer at the best plan of each first action that is possible now, and picks one. Asked only when the running combination may be
/// left now and there is more than one candidate. Deterministic, bounded by its own budget, allocates nothing.
/// </summary>
public interface IPlanJudge
{
    /// <returns>Index of the candidate to carry out; −1 leaves the planner's favourite, candidate 0.</returns>
    int Judge(in ControlView view, PlanCandidates candidates);
}
