using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Sensors;

/// <summary>How a sensor differs from the truth.</summary>
/// <param name="MissRate">Share of actuations that are not seen, 0–1.</param>
/// <param name="FalseRate">False actuations as a share of the true ones (per zone, by its mean flow so far), 0–1.</param>
/// <param name="PositionNoise">Standard deviation of where a vehicle is seen; moves the times of its actuation.</param>
/// <param name="OcclusionRate">Further share of actuations missed while a truck or bus stands in another zone of the same sensor, 0–1.</param>
/// <param name="Latency">Least time from the event to the message.</param>
/// <param name="LatencyJitter">Mean of the random part on top of it.</param>
/// <param name="DropoutsPerHour">Times an hour at which the sensor falls silent.</param>
/// <param name="DropoutLength">Mean length of such a silence.</param>
/// <param name="SpeedError">Standard deviation of a speed as a share of it; NaN when the sensor measures no speed.</param>
public sealed record SensorErrorModel(
    double MissRate, double FalseRate, Metres PositionNoise, double OcclusionRate, Duration Latency, Duration LatencyJitter,
    double DropoutsPerHour, Duration DropoutLength, double SpeedError)
{
    /// <summary>Sees everything at once.</summary>
    public static readonly SensorErrorModel Ideal = new(0, 0, Metres.Zero, 0, Duration.Zero, Duration.Zero, 0, Duration.Zero, 0);

    /// <summary>The project's "field" model: 3 % missed, 2 % false, 0.3 s; a radar above the lanes is occluded by tall vehicles.</summary>
    public static readonly SensorErrorModel Radar = new(
        0.03, 0.02, new Metres(1.0), 0.10, new Duration(300), new Duration(50), 0.1, Duration.FromSeconds(20), 0.03);

    /// <summary>As <see cref="Radar"/>, with less exact speeds.</summary>
    public static readonly SensorErrorModel Camera = Radar with { PositionNoise = new Metres(0.7), SpeedError = 0.10 };

    /// <summary>Inductive loop: exact in place, at once, no speed.</summary>
    public static readonly SensorErrorModel Loop = new(
        0.005, 0.002, new Metres(0.2), 0, new Duration(50), Duration.Zero, 0, Duration.Zero, double.NaN);

    /// <summary>Model of each technology; buttons are ideal.</summary>
    public static SensorErrorModel FieldModelOf(DetectorKind kind) => kind switch
    {
        DetectorKind.Radar => Radar,
        DetectorKind.Camera => Camera,
        DetectorKind.Loop => Loop,
        _ => Ideal,
    };
}
