using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>One movement of vehicles, as far as change and clearance times depend on it.</summary>
/// <param name="Kind">Kind of its signal group: bicycles and trams have their own speeds.</param>
/// <param name="Speed">85th-percentile approach speed or limit.</param>
/// <param name="GradePercent">Uphill towards the stop line positive.</param>
/// <param name="ClearingWidth">Stop line to the far side of the conflict area.</param>
/// <param name="Turning">True for a left, right or U-turn.</param>
public readonly record struct VehicleStream(
    SignalGroupKind Kind, MetresPerSecond Speed, double GradePercent, Metres ClearingWidth, bool Turning);

/// <summary>One crossing on foot.</summary>
/// <param name="Length">Kerb to kerb.</param>
/// <param name="ButtonSetback">Push button (or waiting place) to kerb.</param>
public readonly record struct PedestrianStream(Metres Length, Metres ButtonSetback);
