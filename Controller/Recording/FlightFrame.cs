using Signals.Core.Tick.Recording;

namespace Signals.Controller.Recording;

/// <summary>One frame read back.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tick">The tick, when it is one.</param>
/// <param name="Lost">Ticks lost, when it is a gap.</param>
public readonly record struct FlightFrame(FlightFrameKind Kind, TickRecord? Tick, long Lost);
