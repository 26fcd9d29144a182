using Signals.Core.Units;

namespace Signals.Actors.Clock;

/// <summary>One beat of the control clock. Immutable: the same object goes to every intersection.</summary>
/// <param name="Number">Number of the tick on the absolute grid: <c>Deadline / 100 ms</c>.</param>
/// <param name="Deadline">The instant to compute for, whenever the message is handled.</param>
public sealed record ControlTick(long Number, Instant Deadline)
{
    /// <summary>Tick <paramref name="number"/> of the absolute 100 ms grid.</summary>
    public static ControlTick Of(long number) => new(number, new Instant(number * Duration.Tenth.Milliseconds));
}
