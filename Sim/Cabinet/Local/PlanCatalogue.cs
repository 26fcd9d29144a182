using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet.Local;

/// <summary>Rotations of all plans of the cabinet, and which plan the time of day asks for.</summary>
public sealed class PlanCatalogue
{
    private static readonly Duration LookEvery = Duration.FromSeconds(10);

    private readonly Intersection _intersection;
    private readonly Duration _localTimeOffset;
    private readonly Dictionary<int, ImmutableArray<LocalInterval>> _rotations = [];
    private Duration _looked;

    public PlanCatalogue(Intersection intersection, SafetyTable table, Duration localTimeOffset)
    {
        _intersection = intersection;
        _localTimeOffset = localTimeOffset;
        foreach (var plan in intersection.Plans.Add(TimingPlan.Free))
        {
            _rotations[plan.Number] = LocalRotation.Of(intersection, table, plan);
        }
    }

    /// <summary>Plan chosen last.</summary>
    public TimingPlan Current { get; private set; } = TimingPlan.Free;

    public ImmutableArray<LocalInterval> RotationOf(int plan) => _rotations[plan];

    /// <summary>Chooses the plan for a civil time.</summary>
    public TimingPlan At(Instant utc)
    {
        var local = DateTimeOffset.FromUnixTimeMilliseconds((utc + _localTimeOffset).UnixMilliseconds);
        Current = _intersection.PlanAt(local.DayOfWeek, Duration.FromSeconds(local.TimeOfDay.TotalSeconds));
        return Current;
    }

    /// <summary>Looks at the clock now and then; true when another plan is due.</summary>
    public bool IsDue(Duration uptime, Instant utc)
    {
        if (uptime - _looked < LookEvery)
        {
            return false;
        }

        _looked = uptime;
        var before = Current.Number;
        return At(utc).Number != before;
    }

    /// <summary>One set of groups for each interval of the free rotation, in order, for pre-emption inputs that nobody configured.</summary>
    public ImmutableArray<GroupSet> DefaultPreempts() => [.. _rotations[TimingPlan.FreeNumber].Select(interval => interval.Vehicles)];
}
