using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>One leg of the intersection: traffic arrives on it, and leaves by it.</summary>
/// <param name="Id">Unique in the intersection, usually the compass side it lies on: <c>N</c>.</param>
/// <param name="BearingDegrees">Bearing of the leg seen from the centre, 0 = north, clockwise, 0–359.</param>
/// <param name="Speed">85th-percentile approach speed, or the limit where it is not measured.</param>
/// <param name="GradePercent">Grade towards the stop line, uphill positive. Range −10…+10.</param>
/// <param name="Length">Length of road that belongs to the approach; at least the advance detector's distance.</param>
/// <param name="CrossingWidth">Distance from stop line to the far side of the conflict area, for red clearance.</param>
public sealed record Approach(string Id, double BearingDegrees, MetresPerSecond Speed, double GradePercent, Metres Length, Metres CrossingWidth);
