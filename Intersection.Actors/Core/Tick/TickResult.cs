using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>What one tick came to.</summary>
/// <param name="Deadline">The tick's deadline.</param>
/// <param name="Command">Command for the cabinet, or null: observe. In shadow mode always null.</param>
/// <param name="Refusal">Why there is no command, where the governor refused.</param>
/// <param name="Intent">What the controller wished, commanded or not.</param>
/// <param name="Level">Rung of the ladder that decided.</param>
/// <param name="Cause">Why the rung is lower than configured.</param>
public readonly record struct TickResult(
    Instant Deadline, SafeCommand? Command, Refusal Refusal, ControlIntent Intent, ControlLevel Level, LadderCause Cause);
