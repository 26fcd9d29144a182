using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>One vehicle that crossed the stop line.</summary>
/// <param name="At">When, as well as lists allow: between the last list that held it and the first that did not.</param>
/// <param name="Weight">How much of a vehicle it was in this lane.</param>
/// <param name="Track">Its number; 0 when the sensor gives none.</param>
internal readonly record struct LaneCrossing(Instant At, float Weight, long Track);
