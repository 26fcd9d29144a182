using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// The plan in force between two searches. A new one replaces the rest of the old one only if it is better by a margin, and a switch once promised is put off
/// for no longer than <see cref="PlannerSettings.Postponement"/>: re-planned every second, "in twelve seconds" must not stay the best answer for ever.
/// </summary>
public sealed class RollingPlan(PlanModel model, PlanSearch search, PlannerSettings settings)
{
    /// <summary>Gain in vehicle-seconds that is worth a change of plan however much the queues cost: about three vehicles through one more red.</summary>
    private const float EnoughGain = 20;

    private readonly PlanStep[] _steps = new PlanStep[model.Horizon + 1];
    private int _count;
    private Instant _base;
    private Instant? _promised;

    /// <summary>Next combination of the plan, or −1 when it holds for the whole horizon.</summary>
    public int Next => _count > 0 ? _steps[0].Combination : -1;

    /// <summary>When the running combination is to be left; only with <see cref="Next"/>.</summary>
    public Instant SwitchAt { get; private set; }

    /// <summary>Cost of the plan when it was last judged, weighted vehicle-seconds.</summary>
    public float Cost { get; private set; }

    public ReadOnlySpan<PlanStep> Steps => _steps.AsSpan(0, _count);

    /// <summary>Forgets everything: another controller, or a combination that the plan did not know of, is running.</summary>
    public void Clear()
    {
        _count = 0;
        _promised = null;
    }

    /// <summary>The first switch has been made; what follows is kept as the tail.</summary>
    public void Taken()
    {
        _promised = null;
        _count = Math.Max(0, _count - 1);
        _steps.AsSpan(1, _count).CopyTo(_steps);
        NoteFirst();
    }

    /// <summary>Takes another plan, made from the same state as the one in force.</summary>
    public void Replace(ReadOnlySpan<PlanStep> steps, float cost, Instant now)
    {
        _count = steps.Length;
        steps.CopyTo(_steps);
        Cost = cost;
        KeepPromise(now);
        NoteFirst();
    }

    /// <summary>Searches from the present state and takes the better of the new plan and the rest of the old one.</summary>
    public void Renew(ReadOnlySpan<float> root, int combination, PhaseSet pedestrians, Instant now)
    {
        Shift(now);
        search.Run(root, combination, pedestrians);
        Cost = search.CostOf(Steps, root, combination, pedestrians);
        var better = search.Cost < Cost - Math.Clamp(settings.KeepGain * Cost, settings.LeastGain, EnoughGain);
        if (_count == 0 || better)
        {
            _count = search.StepCount;
            search.Steps.CopyTo(_steps);
            Cost = search.Cost;
        }

        KeepPromise(now);
        NoteFirst();
    }

    /// <summary>Seconds are counted from the search; the tail of an older plan moves with the time that has passed.</summary>
    private void Shift(Instant now)
    {
        var passed = (int)((now - _base).Milliseconds / 1000);
        for (var i = 0; i < _count; i++)
        {
            _steps[i] = _steps[i] with { Second = Math.Max(0, _steps[i].Second - passed) };
        }

        _base = now;
    }

    private void KeepPromise(Instant now)
    {
        if (_count == 0)
        {
            _promised = null;
            return;
        }

        var planned = now + new Duration(_steps[0].Second * 1000L);
        _promised = _promised is { } before && before < planned ? before : planned;
        var latest = _promised.Value + Duration.FromSeconds(settings.Postponement);
        if (planned > latest)
        {
            var second = (int)Math.Max(0, (latest - now).Milliseconds / 1000);
            _steps[0] = _steps[0] with { Second = second };
        }
    }

    private void NoteFirst() => SwitchAt = _count > 0 ? _base + new Duration(_steps[0].Second * 1000L) : _base;
}
