using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.FixedTime;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;
using Signals.Sim.Traffic;
using Signals.Sim.Validation;

namespace Signals.Sim.Tuning;

/// <summary>What candidate plans cost: simulated delay per vehicle, those who never got in included, over the tuning seeds.</summary>
internal sealed class PlanJudge
{
    private static readonly Duration WarmUp = Duration.FromSeconds(600);
    private static readonly Duration Window = Duration.FromSeconds(1800);

    private readonly ValidationPlan _plan;
    private readonly ImmutableArray<ulong> _seeds;
    private readonly SafetyTable[] _safety;
    private readonly TimingPlan[] _fallback;
    private readonly (TimingPlan? Plan, RecordedCycle? Cycle)[] _recorded;
    private readonly Action _evaluated;
    private readonly CancellationToken _stop;

    public PlanJudge(ValidationPlan plan, ImmutableArray<ulong> seeds, Action evaluated, CancellationToken stop)
    {
        (_plan, _seeds, _evaluated, _stop) = (plan, seeds, evaluated, stop);
        _safety = [.. plan.Corridor.Intersections.Select(SafetyTable.Compile)];
        _fallback = [.. plan.Corridor.Intersections.Select((x, i) => FallbackPlan.For(x, PhaseTable.Compile(x, _safety[i])))];
        _recorded = new (TimingPlan?, RecordedCycle?)[_safety.Length];
    }

    /// <param name="plans">One an intersection; one that is free runs as fixed-time control runs then.</param>
    public double Cost(IReadOnlyList<TimingPlan> plans)
    {
        _stop.ThrowIfCancellationRequested();
        for (var i = 0; i < plans.Count; i++)
        {
            Record(i, plans[i].IsFree ? _fallback[i] : plans[i]);
        }

        var delays = new double[_seeds.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _plan.Threads, CancellationToken = _stop };
        Parallel.For(0, delays.Length, options, s => delays[s] = Delay(_seeds[s], plans));
        _evaluated();
        return delays.Average();
    }

    /// <summary>Neither the offset nor what did not change is recorded anew.</summary>
    private void Record(int intersection, TimingPlan plan)
    {
        if (_recorded[intersection].Plan is not { } known || known.Cycle != plan.Cycle || !known.Splits.SequenceEqual(plan.Splits))
        {
            _recorded[intersection] = (plan, RecordedCycle.Of(_plan.Corridor.Intersections[intersection], _safety[intersection], plan));
        }
    }

    private double Delay(ulong seed, IReadOnlyList<TimingPlan> plans)
    {
        var start = Duration.Max(Duration.Zero, _plan.At - WarmUp);
        var engine = TrafficEngine.Create(_plan.Corridor, _plan.Scenario, seed, TrafficOptions.Default with { TimeOfDay = start });
        Run(engine, plans, WarmUp);
        engine.ResetMeasures();
        Run(engine, plans, Window);
        return engine.Summary().MeanDelay.Value;
    }

    private void Run(TrafficEngine engine, IReadOnlyList<TimingPlan> plans, Duration length)
    {
        for (var end = engine.Now + length; engine.Now < end;)
        {
            for (var i = 0; i < plans.Count; i++)
            {
                engine.SetSignals(i, _recorded[i].Cycle!.At(engine.TimeOfDay, plans[i].Offset));
            }

            engine.Step();
        }
    }
}
