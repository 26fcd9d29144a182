using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Sim.Demand;

/// <summary>Flow by time of day: each value holds from its time until the next; before the first time the last one holds (the day wraps).</summary>
public sealed record DemandProfile
{
    private static readonly Duration Day = Duration.FromSeconds(86_400);

    private readonly ImmutableArray<(Duration At, double PerHour)> _steps;

    /// <param name="steps">At least one; times 00:00–24:00, rising; flows ≥ 0 per hour.</param>
    /// <exception cref="ArgumentException">Empty, not rising, or negative.</exception>
    public DemandProfile(params ReadOnlySpan<(Duration At, double PerHour)> steps)
    {
        if (steps.IsEmpty)
        {
            throw new ArgumentException("a demand profile needs at least one time and flow", nameof(steps));
        }

        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].PerHour < 0 || (i > 0 && steps[i].At <= steps[i - 1].At))
            {
                throw new ArgumentException("times of a demand profile must rise and flows must not be negative", nameof(steps));
            }
        }

        _steps = [.. steps];
    }

    public static DemandProfile Constant(double perHour) => new((Duration.Zero, perHour));

    /// <summary>Flow per hour at a time since local midnight (taken modulo 24 h).</summary>
    public double At(Duration sinceMidnight)
    {
        var time = new Duration(sinceMidnight.Milliseconds % Day.Milliseconds);
        var value = _steps[^1].PerHour;
        foreach (var step in _steps)
        {
            if (step.At > time)
            {
                break;
            }

            value = step.PerHour;
        }

        return value;
    }
}
