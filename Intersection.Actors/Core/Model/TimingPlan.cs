using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>How a coordinated plan finds its offset again after a change.</summary>
public enum TransitionMode : byte
{
    /// <summary>Add or subtract, whichever is shorter.</summary>
    ShortWay = 0,
    Add = 1,
    Subtract = 2,

    /// <summary>Wait in the coordinated phase.</summary>
    Dwell = 3,
}

/// <summary>Share of the cycle of one phase (ring-barrier) or stage, clearance included.</summary>
public sealed record Split(int PhaseOrStage, Duration Length);

/// <summary>A coordinated or free plan.</summary>
/// <param name="Number">1–253; events use 254 for free, 255 for flash.</param>
/// <param name="Cycle">Cycle length; <see cref="Duration.Zero"/> runs free.</param>
/// <param name="Offset">Start of the coordinated phases' green relative to the system reference (local midnight), 0 ≤ offset &lt; cycle.</param>
/// <param name="Splits">One for each phase or stage. In each ring they add to the cycle.</param>
/// <param name="Coordinated">Phase numbers (one a ring, same barrier) or the one stage number that holds the offset.</param>
/// <param name="Transition">How the offset is reached.</param>
public sealed record TimingPlan(
    int Number, Duration Cycle, Duration Offset, ImmutableArray<Split> Splits, ImmutableArray<int> Coordinated, TransitionMode Transition)
{
    public const int FreeNumber = 254;

    public const int FlashNumber = 255;

    public bool IsFree => Cycle == Duration.Zero;

    public static readonly TimingPlan Free = new(FreeNumber, Duration.Zero, Duration.Zero, [], [], TransitionMode.ShortWay);

    /// <summary>Split of a phase or stage, or zero when the plan has none.</summary>
    public Duration SplitOf(int phaseOrStage)
    {
        foreach (var split in Splits)
        {
            if (split.PhaseOrStage == phaseOrStage)
            {
                return split.Length;
            }
        }

        return Duration.Zero;
    }
}

/// <summary>From <paramref name="At"/> after local midnight on the given <paramref name="Days"/>, run <paramref name="Plan"/>.</summary>
/// <param name="Days">Bit d = day of week d, Sunday = bit 0 (as <see cref="DayOfWeek"/>).</param>
public sealed record ScheduleEntry(int Days, Duration At, int Plan);
