using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Asks the second tier when there is a choice: the plan in force and the best plan of every other first action, laid out in time, go to the judge; the
/// plan that it prefers takes over.
/// </summary>
internal sealed class FirstActions
{
    private readonly PlanModel _model;
    private readonly PlanSearch _search;
    private readonly PlanTimeline _timeline;
    private readonly PlannerSettings _settings;
    private readonly IPlanJudge _judge;

    public FirstActions(PlanModel model, PlanSearch search, PlanTimeline timeline, IPlanJudge judge, PlannerSettings settings)
    {
        _model = model;
        _search = search;
        _timeline = timeline;
        _judge = judge;
        _settings = settings;
        Candidates = new PlanCandidates(model.Horizon);
    }

    public PlanCandidates Candidates { get; }

    /// <summary>Index of the candidate to carry out, or −1 to leave the plan in force.</summary>
    public int Ask(in ControlView view, ReadOnlySpan<float> root, int running, PhaseSet pedestrians, RollingPlan plan)
    {
        Candidates.Clear();
        var favourite = plan.Next >= 0 && plan.Steps[0].Second <= 0 ? plan.Next : -1;
        Candidates.TryAdd(favourite, plan.Cost, plan.Steps);
        AddBest(favourite, -1, root, running, pedestrians);
        for (var next = 0; next < _model.Combinations.All.Length; next++)
        {
            if (next != running && _model.CanSwitch(root, running, next, 0) && _model.HasDemand(root, running, next, 0, pedestrians))
            {
                AddBest(favourite, next, root, running, pedestrians);
            }
        }

        if (Candidates.Count < 2)
        {
            return -1;
        }

        for (var c = 0; c < Candidates.Count; c++)
        {
            _timeline.Write(view.Shown, running, Candidates.Steps(c), Candidates.GoOf(c), Candidates.ClearingOf(c));
        }

        return _judge.Judge(view, Candidates);
    }

    private void AddBest(int favourite, int action, ReadOnlySpan<float> root, int running, PhaseSet pedestrians)
    {
        if (action == favourite)
        {
            return;
        }

        _search.Run(root, running, pedestrians, action < 0 ? PlanSearch.Hold : action, _settings.StepBudget / 4);
        if (float.IsFinite(_search.Cost))
        {
            Candidates.TryAdd(action, _search.Cost, _search.Steps);
        }
    }
}
