using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// The best plan found for each first action that is possible now, cheapest first: hold, or leave for one combination. Each plan is laid out as a timeline of
/// the groups with right of way and of those in their clearance, half a second a step from now. Preallocated; valid until the next search.
/// </summary>
public sealed class PlanCandidates
{
    /// <summary>Most candidates of one decision.</summary>
    public const int Capacity = 8;

    /// <summary>Length of one step of the timelines.</summary>
    public static readonly Duration StepLength = new(500);

    private readonly float[] _cost = new float[Capacity];
    private readonly int[] _action = new int[Capacity];
    private readonly int[] _stepCount = new int[Capacity];
    private readonly PlanStep[][] _steps;
    private readonly ulong[][] _go;
    private readonly ulong[][] _clearing;

    /// <param name="horizon">Look-ahead in whole seconds.</param>
    public PlanCandidates(int horizon)
    {
        StepCount = (int)(horizon * 1000L / StepLength.Milliseconds);
        _steps = Make(() => new PlanStep[horizon + 1]);
        _go = Make(() => new ulong[StepCount]);
        _clearing = Make(() => new ulong[StepCount]);
    }

    /// <summary>Number of candidates; 0 when no choice was possible.</summary>
    public int Count { get; private set; }

    /// <summary>Steps of every timeline.</summary>
    public int StepCount { get; }

    /// <summary>Combination that comes up now; −1 for holding the running one.</summary>
    public int Action(int candidate) => _action[candidate];

    /// <summary>Cost that the planner expects, weighted vehicle-seconds, terminal cost included.</summary>
    public float Cost(int candidate) => _cost[candidate];

    /// <summary>Switches of the plan.</summary>
    public ReadOnlySpan<PlanStep> Steps(int candidate) => _steps[candidate].AsSpan(0, _stepCount[candidate]);

    /// <summary>Groups with right of way in each step, as <see cref="GroupSet.Bits"/>.</summary>
    public ReadOnlySpan<ulong> Go(int candidate) => _go[candidate];

    /// <summary>Groups in their clearance in each step, as <see cref="GroupSet.Bits"/>.</summary>
    public ReadOnlySpan<ulong> Clearing(int candidate) => _clearing[candidate];

    internal void Clear() => Count = 0;

    /// <summary>Appends a candidate; the caller fills the timelines. False when there is no room for it.</summary>
    internal bool TryAdd(int action, float cost, ReadOnlySpan<PlanStep> steps)
    {
        if (Count == Capacity)
        {
            return false;
        }

        (_action[Count], _cost[Count], _stepCount[Count]) = (action, cost, steps.Length);
        steps.CopyTo(_steps[Count]);
        Count++;
        return true;
    }

    internal Span<ulong> GoOf(int candidate) => _go[candidate];

    internal Span<ulong> ClearingOf(int candidate) => _clearing[candidate];

    private static T[][] Make<T>(Func<T[]> one) => [.. Enumerable.Range(0, Capacity).Select(_ => one())];
}
