using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Phases;

namespace Signals.Benchmarks.Gap;

/// <summary>The least that a partial plan can come to: every lane by itself from the earliest second at which the signals could serve it.</summary>
internal sealed class PlanBound
{
    private readonly HorizonProblem _problem;
    private readonly StateLayout _layout;
    private readonly LaneBound _lanes;
    private readonly float[] _leave;
    private readonly float[] _leastDelay;
    private readonly bool[] _serves;

    public PlanBound(HorizonProblem problem, LaneCosts costs)
    {
        var model = problem.Model;
        _problem = problem;
        _layout = model.Layout;
        _lanes = new LaneBound(problem, costs);
        _leave = new float[problem.Combinations];
        _serves = new bool[problem.Combinations * _layout.Lanes];
        _leastDelay = new float[_layout.Lanes];
        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            var laneGroup = model.Movements.GroupOfLane[lane];
            var delays = from a in Enumerable.Range(0, problem.Combinations)
                         from b in Enumerable.Range(0, problem.Combinations)
                         where model.Changes.Gaining(a, b).Contains(lane)
                         select model.Changes.Delay(a, b, laneGroup);
            _leastDelay[lane] = delays.DefaultIfEmpty(0).Min();
            for (var c = 0; c < problem.Combinations; c++)
            {
                _serves[(c * _layout.Lanes) + lane] = model.Movements.Usable(c, laneGroup) != 0;
            }
        }
    }

    /// <summary>Cost so far and the least that must follow.</summary>
    public float Of(float[] state, float cost, PhaseSet pedestrians, int busyUntil, int combination, int second)
    {
        FindLeaves(state, busyUntil, combination, second);
        var sum = cost + OfPedestrians(pedestrians, second);
        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            var served = Math.Max(Earliest(lane, combination, second), state[_layout.Free(lane)]);
            sum += _lanes.Of(lane, state[lane], second, Math.Clamp((int)served, second, _problem.Horizon));
        }

        return sum;
    }

    /// <summary>Earliest second at which each combination can be switched to.</summary>
    private void FindLeaves(float[] state, int busyUntil, int combination, int second)
    {
        var now = _problem.Model.Combinations[combination].PhaseOfRing;
        for (var c = 0; c < _leave.Length; c++)
        {
            var next = _problem.Model.Combinations[c].PhaseOfRing;
            _leave[c] = c == combination ? second : Math.Max(second, busyUntil);
            for (var ring = 0; ring < now.Length && c != combination; ring++)
            {
                if (now[ring] >= 0 && now[ring] != next[ring])
                {
                    _leave[c] = Math.Max(_leave[c], MathF.Ceiling(state[_layout.End(ring)] - 0.05f));
                }
            }
        }
    }

    private float Earliest(int lane, int combination, int second)
    {
        if (_serves[(combination * _layout.Lanes) + lane])
        {
            return second;
        }

        var earliest = (float)_problem.Horizon;
        for (var c = 0; c < _leave.Length; c++)
        {
            earliest = _serves[(c * _layout.Lanes) + lane] ? Math.Min(earliest, _leave[c] + _leastDelay[lane]) : earliest;
        }

        return earliest;
    }

    private float OfPedestrians(PhaseSet pedestrians, int second)
    {
        var sum = 0f;
        foreach (var phase in pedestrians)
        {
            var earliest = (float)_problem.Horizon;
            for (var c = 0; c < _leave.Length; c++)
            {
                earliest = _problem.Model.Combinations[c].Phases.Contains(phase) ? Math.Min(earliest, _leave[c]) : earliest;
            }

            sum += (float)_problem.Intersection.Control.PedestrianWeight * Math.Max(0, earliest - second);
        }

        return sum;
    }
}
