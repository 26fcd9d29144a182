using Google.OrTools.Sat;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap.Integer;

/// <summary>Which combination is in force in each second, and the switches: at most one at a time, none within a change or a minimum green.</summary>
internal sealed class Switching
{
    private readonly HorizonProblem _problem;
    private readonly CpModel _model;
    private readonly BoolVar[,] _on;
    private readonly List<Switch>[] _at;

    public Switching(HorizonProblem problem, CpModel model)
    {
        _problem = problem;
        _model = model;
        _on = new BoolVar[problem.Horizon, problem.Combinations];
        _at = new List<Switch>[problem.Horizon];
        for (var second = 0; second < problem.Horizon; second++)
        {
            Declare(second);
            Chain(second);
        }

        for (var second = 0; second < problem.Horizon; second++)
        {
            Space(second);
        }
    }

    /// <summary>Combination c is in force, or on its way up, in a second.</summary>
    public BoolVar On(int second, int combination) => _on[second, combination];

    /// <summary>Switches of a second.</summary>
    public IReadOnlyList<Switch> At(int second) => _at[second];

    /// <summary>Tells the solver a plan to begin with.</summary>
    public void Hint(ReadOnlySpan<PlanStep> steps)
    {
        var (running, next) = (_problem.Combination, 0);
        for (var second = 0; second < _problem.Horizon; second++)
        {
            var before = running;
            running = next < steps.Length && steps[next].Second == second ? steps[next++].Combination : running;
            for (var c = 0; c < _problem.Combinations; c++)
            {
                _model.AddHint(_on[second, c], c == running);
            }

            foreach (var change in _at[second])
            {
                _model.AddHint(change.Chosen, before != running && change.From == before && change.To == running);
            }
        }
    }

    /// <summary>Switches of a solution.</summary>
    public IEnumerable<PlanStep> Read(CpSolver solver) =>
        from second in Enumerable.Range(0, _problem.Horizon)
        from change in _at[second]
        where solver.BooleanValue(change.Chosen)
        select new PlanStep(second, change.To);

    private void Declare(int second)
    {
        _at[second] = [];
        for (var c = 0; c < _problem.Combinations; c++)
        {
            _on[second, c] = _model.NewBoolVar($"on{second}.{c}");
            for (var to = 0; to < _problem.Combinations; to++)
            {
                if (to != c && (second > 0 || c == _problem.Combination) && _problem.Model.CanSwitch(_problem.Root.AsSpan(), c, to, second))
                {
                    _at[second].Add(new Switch(second, c, to, _model.NewBoolVar($"sw{second}.{c}.{to}")));
                }
            }
        }

        _model.AddExactlyOne(Enumerable.Range(0, _problem.Combinations).Select(c => (ILiteral)_on[second, c]));
    }

    /// <summary>What is in force follows from what was and the switch.</summary>
    private void Chain(int second)
    {
        for (var c = 0; c < _problem.Combinations; c++)
        {
            LinearExpr before = second == 0 ? LinearExpr.Constant(c == _problem.Combination ? 1 : 0) : _on[second - 1, c];
            var come = LinearExpr.Sum(_at[second].Where(s => s.To == c).Select(s => s.Chosen));
            var gone = LinearExpr.Sum(_at[second].Where(s => s.From == c).Select(s => s.Chosen));
            _model.Add(_on[second, c] == before + come - gone);
            _model.Add(gone <= before);
        }
    }

    private void Space(int second)
    {
        var earlier = Enumerable.Range(0, second).SelectMany(s => _at[s]).ToList();
        var running = earlier.Where(s => s.Second + Math.Max(1, _problem.Model.ChangeSeconds(s.From, s.To)) > second);
        _model.AddAtMostOne(running.Concat(_at[second]).Select(s => (ILiteral)s.Chosen));
        for (var ring = 0; ring < _problem.Model.Layout.Rings; ring++)
        {
            var minimum = earlier.Where(s => Starts(s, ring) && LeastEnd(s, ring) > second + 0.05f);
            _model.AddAtMostOne(minimum.Concat(_at[second].Where(s => Ends(s, ring))).Select(s => (ILiteral)s.Chosen));
        }
    }

    private bool Starts(Switch change, int ring) => PhaseOf(change.To, ring) >= 0 && PhaseOf(change.To, ring) != PhaseOf(change.From, ring);

    private bool Ends(Switch change, int ring) => PhaseOf(change.From, ring) >= 0 && PhaseOf(change.To, ring) != PhaseOf(change.From, ring);

    /// <summary>End of the least green that a switch begins in a ring, by the model itself.</summary>
    private float LeastEnd(Switch change, int ring)
    {
        float[] state = [.. _problem.Root];
        var nobody = Core.Timing.Phases.PhaseSet.Empty;
        _problem.Model.Switch(state, change.From, change.To, change.Second, ref nobody);
        return state[_problem.Model.Layout.End(ring)];
    }

    private int PhaseOf(int combination, int ring) => _problem.Model.Combinations[combination].PhaseOfRing[ring];
}

/// <summary>A switch that may be made.</summary>
internal sealed record Switch(int Second, int From, int To, BoolVar Chosen);
