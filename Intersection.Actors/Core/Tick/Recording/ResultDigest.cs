using Signals.Core.Model;
using Signals.Core.Safety;

namespace Signals.Core.Tick.Recording;

/// <summary>Everything of a result that must come out the same, bit for bit, when the tick is rerun.</summary>
/// <param name="Commanded">True when a command went to the cabinet.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Request">Its masks.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Green">The controller's wish.</param>
/// <param name="Reason">Why.</param>
/// <param name="Refusal">Governor's refusal.</param>
/// <param name="Level">Rung that decided.</param>
/// <param name="Cause">Why not higher.</param>
public readonly record struct ResultDigest(
    bool Commanded, CommandKind Kind, GroupRequest Request, int Stage, GroupSet Green, IntentReason Reason, Refusal Refusal, ControlLevel Level, LadderCause Cause)
{
    public static ResultDigest Of(in TickResult result) => new(
        result.Command is not null,
        result.Command?.Kind ?? CommandKind.Renew,
        result.Command?.Request ?? default,
        result.Command?.Stage ?? 0,
        result.Intent.Green,
        result.Intent.Reason,
        result.Refusal,
        result.Level,
        result.Cause);
}
