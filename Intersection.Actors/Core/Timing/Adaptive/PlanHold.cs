using System.Collections.Immutable;
using System.Numerics;
using Signals.Core.Model;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Coordination;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Holds the planner to the coordination plan of the hour: every second in which a coordinated phase is not green although its programmed green runs costs
/// <see cref="ControlSettings.CoordinationWeight"/>. Inside what is left of the cycle it is free: other phases come in any order, are left out, or overlap the
/// end of the band. With a weight of 0, or while no plan is in force, it costs nothing.
/// </summary>
internal sealed class PlanHold
{
    private readonly Coordinator _coordinator;
    private readonly ImmutableArray<Combination> _combinations;
    private readonly float _weight;
    private readonly PhaseSet[] _required;

    public PlanHold(PhaseTable table, CombinationTable combinations, float weight, int horizon)
    {
        _coordinator = new Coordinator(table);
        _combinations = combinations.All;
        _weight = weight;
        _required = new PhaseSet[horizon];
    }

    /// <summary>There is a plan to be held to.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Follows the cycle clock; once a tick.</summary>
    public void Advance(in ControlView view, EventQueue events)
    {
        if (_weight > 0)
        {
            _coordinator.Advance(view, view.Plan, events);
        }
    }

    /// <summary>Notes which phases are to be green in each second from now.</summary>
    public void Root()
    {
        IsActive = _coordinator.Windows is not null;
        if (_coordinator.Windows is not { } windows)
        {
            return;
        }

        for (var second = 0; second < _required.Length; second++)
        {
            var required = PhaseSet.Empty;
            foreach (var phase in windows.Coordinated)
            {
                var at = windows.Wrap(_coordinator.Position + Duration.FromSeconds(second));
                required = windows.IsGreenAt(phase, at) ? required.With(phase) : required;
            }

            _required[second] = required;
        }
    }

    /// <summary>The plan wants one of the phases to be green in a second.</summary>
    public bool Wants(PhaseSet phases, int second) => IsActive && _required[Math.Min(second, _required.Length - 1)].Overlaps(phases);

    /// <summary>Cost of a second; while a change runs only what both combinations have in common is green.</summary>
    public float Of(int left, int combination, bool isComingUp, int second)
    {
        var missing = _required[second] - _combinations[combination].Phases;
        missing = isComingUp ? missing | (_required[second] - _combinations[left].Phases) : missing;
        return _weight * BitOperations.PopCount(missing.Bits);
    }
}
