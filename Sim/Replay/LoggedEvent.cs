using Signals.Core.Measures;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>One line of a recorded hi-res log. Times in the file are local without a zone; they are taken as they stand.</summary>
public readonly record struct LoggedEvent(Instant At, int Device, EventCode Code, int Parameter);
