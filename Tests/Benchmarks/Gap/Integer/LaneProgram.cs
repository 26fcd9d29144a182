using Google.OrTools.Sat;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap.Integer;

/// <summary>
/// Vehicles of one lane in the integer program: each crosses in some second in which the lane is open, or within the used part of its yellow, a headway after
/// the one ahead and after the start of its green; or not within the horizon. Times in ms.
/// </summary>
internal sealed class LaneProgram
{
    private const long Second = 1000, Unit = 1000;

    private readonly HorizonProblem _problem;
    private readonly CpModel _model;
    private readonly Switching _switching;
    private readonly int _lane;
    private readonly int _group;
    private readonly BoolVar[] _open;
    private readonly List<(BoolVar Literal, long Cost)> _costs = [];
    private readonly List<(IntVar Time, long Cost)> _times = [];

    public LaneProgram(HorizonProblem problem, CpModel model, Switching switching, int lane)
    {
        (_problem, _model, _switching, _lane) = (problem, model, switching, lane);
        _group = problem.Model.Movements.GroupOfLane[lane];
        _open = [.. Enumerable.Range(0, problem.Horizon).Select(Open)];
        var red = Red();
        var arrivals = problem.Model.Arrivals;
        IntVar? ahead = null;
        BoolVar? aheadStays = null;
        for (var i = 0; i < arrivals.At(lane).Length; i++)
        {
            (ahead, aheadStays) = Vehicle(i, ahead, aheadStays, red);
        }
    }

    /// <summary>Part of the objective that belongs to literals, millionths of a vehicle-second.</summary>
    public IReadOnlyList<(BoolVar Literal, long Cost)> Literals => _costs;

    /// <summary>Part of the objective that belongs to times.</summary>
    public IReadOnlyList<(IntVar Time, long Cost)> Times => _times;

    /// <summary>Part of the objective that does not depend on anything.</summary>
    public long Constant { get; private set; }

    private bool Serves(int combination) => _problem.Model.Movements.Usable(combination, _group) != 0;

    private bool Gains(Switch change) => Serves(change.To) && !Serves(change.From);

    private float GreenAt(Switch change) => change.Second + _problem.Model.Changes.Delay(change.From, change.To, _group);

    private BoolVar Open(int second)
    {
        var open = _model.NewBoolVar($"open{_lane}.{second}");
        _model.Add(open <= LinearExpr.Sum(Enumerable.Range(0, _problem.Combinations).Where(Serves).Select(c => _switching.On(second, c))));
        foreach (var change in Enumerable.Range(0, second + 1).SelectMany(_switching.At).Where(s => Gains(s) && second + 1 <= GreenAt(s)))
        {
            _model.AddImplication(change.Chosen, open.Not());
        }

        return open;
    }

    /// <summary>The lane has no green at the horizon, or is only about to get one.</summary>
    private BoolVar Red()
    {
        var red = _model.NewBoolVar($"red{_lane}");
        var served = LinearExpr.Sum(Enumerable.Range(0, _problem.Combinations).Where(Serves).Select(c => _switching.On(_problem.Horizon - 1, c)));
        _model.Add(red + served >= 1);
        foreach (var change in Enumerable.Range(0, _problem.Horizon).SelectMany(_switching.At))
        {
            if (Gains(change) && change.Second + _problem.Model.ChangeSeconds(change.From, change.To) > _problem.Horizon)
            {
                _model.AddImplication(change.Chosen, red);
            }
        }

        return red;
    }

    private (IntVar Time, BoolVar Stays) Vehicle(int i, IntVar? ahead, BoolVar? aheadStays, BoolVar red)
    {
        var arrivals = _problem.Model.Arrivals;
        var at = arrivals.At(_lane)[i];
        var weight = arrivals.Totals(_lane)[i + 1] - arrivals.Totals(_lane)[i];
        var least = (long)Math.Ceiling(Math.Max(at, _problem.Root[_problem.Model.Layout.Free(_lane)]) * Second);
        var end = _problem.Horizon * Second;
        var time = _model.NewIntVar(Math.Min(least, end), end, $"x{_lane}.{i}");
        var counted = _model.NewIntVar(0, end, $"e{_lane}.{i}");
        var stays = _model.NewBoolVar($"z{_lane}.{i}");
        var crossings = Crossings(i, (int)at, time, counted);
        _model.AddExactlyOne(crossings.Select(c => (ILiteral)c.Literal).Append(stays));
        _model.Add(counted >= end).OnlyEnforceIf(stays);
        if (ahead is not null)
        {
            var headway = _problem.Model.Flow.Headways[_lane] * (arrivals.Totals(_lane)[i] - arrivals.Totals(_lane)[i - 1]);
            _model.Add(time >= ahead + (long)Math.Round(headway * Second)).OnlyEnforceIf(stays.Not());
            _model.AddImplication(aheadStays!, stays);
        }

        Price(i, (int)at, at, weight, counted, stays, crossings, red);
        return (time, stays);
    }

    private List<(int Second, BoolVar Literal)> Crossings(int i, int first, IntVar time, IntVar counted)
    {
        var list = new List<(int, BoolVar)>();
        for (var second = first; second < _problem.Horizon; second++)
        {
            var onGreen = _model.NewBoolVar($"g{_lane}.{i}.{second}");
            list.Add((second, onGreen));
            _model.AddImplication(onGreen, _open[second]);
            _model.AddLinearConstraint(time, second * Second, (second + 1) * Second - 1).OnlyEnforceIf(onGreen);
            _model.Add(counted >= time).OnlyEnforceIf(onGreen);
            StartUp(i, second, onGreen, time);
            if (_problem.Model.Arrivals.At(_lane)[i] * Second < (second * Second) + YellowUsed())
            {
                list.Add((second, OnYellow(i, second, time, counted)));
            }
        }

        return list;
    }

    /// <summary>Who goes on yellow is counted as gone when the yellow begins, as the planner counts.</summary>
    private BoolVar OnYellow(int i, int second, IntVar time, IntVar counted)
    {
        var onYellow = _model.NewBoolVar($"y{_lane}.{i}.{second}");
        var lost = _switching.At(second).Where(s => Serves(s.From) && !Serves(s.To)).Select(s => s.Chosen);
        _model.Add(onYellow <= LinearExpr.Sum(lost));
        _model.AddLinearConstraint(time, second * Second, (second * Second) + YellowUsed() - 1).OnlyEnforceIf(onYellow);
        _model.Add(counted >= Math.Max(second * Second, (long)(_problem.Model.Arrivals.At(_lane)[i] * Second))).OnlyEnforceIf(onYellow);
        return onYellow;
    }

    private long YellowUsed() => (long)Math.Min(Second, Math.Round(_problem.Model.Reader.YellowUsed(_lane) * Second));

    /// <summary>Nobody crosses before the green that a switch brings has begun, and one who stood takes his time.</summary>
    private void StartUp(int i, int second, BoolVar onGreen, IntVar time)
    {
        var at = _problem.Model.Arrivals.At(_lane)[i];
        foreach (var change in Enumerable.Range(0, second + 1).SelectMany(_switching.At).Where(Gains))
        {
            var green = GreenAt(change);
            var start = green + (_problem.Model.Reader.StartUpLost(_lane) * _problem.Model.Arrivals.Standing(_lane, LaneFlow.Pack(i, 0), green, _problem.Planner.Braking));
            if (start > second)
            {
                _model.Add(time >= (long)Math.Ceiling(start * Second)).OnlyEnforceIf([onGreen, change.Chosen]);
            }
        }
    }

    private void Price(int i, int arrivalSecond, float at, float weight, IntVar counted, BoolVar stays, List<(int Second, BoolVar Literal)> crossings, BoolVar red)
    {
        var scaled = (long)Math.Round(weight * Unit);
        _times.Add((counted, scaled));
        Constant -= (long)Math.Round(at * Second) * scaled;
        var stopCost = (long)Math.Round(Unit * Second * weight * StopCost.Of(_problem.Intersection, _problem.Intersection.LaneGroups[_group], _problem.Planner) * MovingAt(arrivalSecond + 1));
        if (stopCost > 0 && arrivalSecond + 1 < _problem.Horizon)
        {
            Constant += stopCost;
            _costs.AddRange(crossings.Where(c => c.Second <= arrivalSecond + 1).Select(c => (c.Literal, -stopCost)));
        }

        var totals = _problem.Model.Arrivals.Totals(_lane);
        var (with, without) = (totals[^1] - totals[i], totals[^1] - totals[i + 1]);
        var rest = _problem.Planner.QueueBeta * _problem.Model.Flow.Headways[_lane] / 2;
        _costs.Add((stays, (long)Math.Round(Unit * Second * rest * ((with * with) - (without * without)))));
        var waitsAtRed = _model.NewBoolVar($"r{_lane}.{i}");
        _model.AddBoolOr([waitsAtRed, stays.Not(), red.Not()]);
        _costs.Add((waitsAtRed, (long)Math.Round(Unit * Second * weight * _problem.Planner.RedAlpha)));
    }

    private float MovingAt(int second) => second <= _problem.Horizon ? _problem.Model.Arrivals.Moving(second)[_lane] : 0;
}
