namespace Signals.Core.Sensing;

/// <summary>Vehicles of one lane group that were counted in one tick; NaN where nothing that works counts.</summary>
/// <param name="StopLine">Over the stop line.</param>
/// <param name="Upstream">Into what the sensors see: past the farthest station upstream; over the stop line where there is none.</param>
public readonly record struct LaneGroupCount(double StopLine, double Upstream);
