using Signals.Core.Model;
using Signals.Core.Timing.Adaptive;

namespace Signals.Core.Timing.Micro;

/// <summary>
/// The second tier: drives the vehicles that are in view through the plan of each candidate, on the same few draws of what is not known, and takes the
/// candidate with the least mean cost if it beats the planner's favourite by a margin. Bounded by vehicle updates, not by a clock; when they run out, what
/// has been simulated so far decides. Allocates nothing per decision.
/// </summary>
public sealed class MicroJudge : IPlanJudge
{
    private readonly MicroSettings _settings;
    private readonly MicroNetwork _network;
    private readonly MicroDrivers _drivers;
    private readonly MicroSignals _signals;
    private readonly MicroRoot _root;
    private readonly MicroSimulation _simulation;
    private readonly MicroTraffic _drawn;
    private readonly ulong[] _go;
    private readonly ulong[] _clearing;
    private readonly float[] _sum = new float[PlanCandidates.Capacity];

    /// <param name="intersection">What is controlled.</param>
    /// <param name="settings">Its constants.</param>
    public MicroJudge(Intersection intersection, MicroSettings settings)
    {
        settings.Check();
        _settings = settings;
        _network = new MicroNetwork(intersection);
        _drivers = new MicroDrivers(_network, settings.StepSeconds);
        _signals = new MicroSignals(_network);
        _root = new MicroRoot(_network, _drivers, settings.HorizonSeconds);
        _simulation = new MicroSimulation(_network, settings, _drivers, _root, _signals, (float)intersection.Control.StopPenalty);
        _drawn = new MicroTraffic(_network.LaneCount, _network.ExitCount);
        var steps = (int)(settings.HorizonSeconds / settings.StepSeconds);
        _go = new ulong[PlanCandidates.Capacity * steps];
        _clearing = new ulong[_go.Length];
    }

    /// <summary>Draws that the last decision rests on; 0 when its budget did not allow one.</summary>
    public int SamplesUsed { get; private set; }

    /// <summary>Vehicle updates of the last decision.</summary>
    public int UpdatesUsed { get; private set; }

    /// <inheritdoc/>
    public int Judge(in ControlView view, PlanCandidates candidates)
    {
        (SamplesUsed, UpdatesUsed) = (0, 0);
        if (candidates.Count < 2)
        {
            return -1;
        }

        _drivers.Tune(view.Picture);
        _signals.Root(view.Shown);
        Array.Clear(_sum);
        var steps = LayOut(candidates);
        for (var sample = 0; sample < _settings.Samples; sample++)
        {
            _root.Draw(_drawn, view.Picture, sample);
            if (UpdatesUsed + (long)_drawn.Most * steps * candidates.Count > _settings.UpdateBudget)
            {
                break;
            }

            TryAll(candidates.Count, steps);
            SamplesUsed++;
        }

        return SamplesUsed == 0 ? -1 : Best(candidates.Count);
    }

    /// <summary>Mean cost of a candidate of the last decision, weighted vehicle-seconds.</summary>
    public float Cost(int candidate) => SamplesUsed == 0 ? float.NaN : _sum[candidate] / SamplesUsed;

    /// <summary>Takes the masks at the start of every step; returns the number of steps.</summary>
    private int LayOut(PlanCandidates candidates)
    {
        var perStep = (int)(_settings.StepSeconds * 1000 / PlanCandidates.StepLength.Milliseconds);
        var steps = Math.Min((int)(_settings.HorizonSeconds / _settings.StepSeconds), candidates.StepCount / perStep);
        for (var c = 0; c < candidates.Count; c++)
        {
            for (var k = 0; k < steps; k++)
            {
                _go[c * steps + k] = candidates.Go(c)[k * perStep];
                _clearing[c * steps + k] = candidates.Clearing(c)[k * perStep];
            }
        }

        return steps;
    }

    private void TryAll(int count, int steps)
    {
        var before = _simulation.Updates;
        for (var c = 0; c < count; c++)
        {
            _sum[c] += _simulation.Run(_drawn, _go.AsSpan(c * steps, steps), _clearing.AsSpan(c * steps, steps));
        }

        UpdatesUsed += (int)(_simulation.Updates - before);
    }

    private int Best(int count)
    {
        var best = 0;
        for (var c = 1; c < count; c++)
        {
            best = _sum[c] < _sum[best] ? c : best;
        }

        var gain = Cost(0) - Cost(best);
        return best > 0 && gain > _settings.Margin && gain > _settings.MarginShare * Cost(0) ? best : -1;
    }
}
