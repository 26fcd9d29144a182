using Signals.Core.Model;

namespace Signals.Actors.Messages;

/// <summary>What an operator may ask of one intersection. Each is at least as cautious as the corridor file, never bolder.</summary>
public abstract record IntersectionCommand
{
    private IntersectionCommand()
    {
    }

    /// <summary>Stand no higher on the ladder than <paramref name="Level"/>; <see cref="ControlLevel.Adaptive"/> lifts the limit.</summary>
    public sealed record LimitLevel(ControlLevel Level) : IntersectionCommand;

    /// <summary>Decide, log and measure, command nothing. The cabinet gets its control back at once when it is switched on.</summary>
    public sealed record SetShadow(bool On) : IntersectionCommand;

    /// <summary>Give control back to the cabinet now, and stay at <see cref="ControlLevel.Observe"/> until the limit is lifted.</summary>
    public sealed record Release : IntersectionCommand;
}
