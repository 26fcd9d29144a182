using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>Road from one intersection's leg to the next one's approach; one direction.</summary>
/// <param name="From">Upstream intersection id.</param>
/// <param name="FromLeg">Leg by which traffic leaves it.</param>
/// <param name="To">Downstream intersection id.</param>
/// <param name="ToApproach">Approach on which it arrives.</param>
/// <param name="Length">Stop line to stop line.</param>
/// <param name="Speed">Free-flow speed.</param>
/// <param name="Lanes">Lanes along the link, ≥ 1.</param>
public sealed record Link(string From, string FromLeg, string To, string ToApproach, Metres Length, MetresPerSecond Speed, int Lanes)
{
    /// <summary>Vehicles that fit on it in standing queues.</summary>
    public double StorageVehicles => Lanes * Length.Value / LaneGroup.QueuedVehicleLength.Value;
}

/// <summary>A corridor file after validation.</summary>
/// <param name="Name">Title.</param>
/// <param name="Standard">Timing standard: <c>mutcd</c>, <c>rilsa</c>, <c>uk</c> or <c>gb</c>.</param>
/// <param name="TimeZone">IANA zone of plans by time of day; the shell resolves it, the core gets local time as data.</param>
/// <param name="Side">Side of the road that traffic keeps to.</param>
/// <param name="ContentHash">SHA-256 of the file's bytes, lower-case hex.</param>
public sealed record Corridor(
    string Name, string Standard, string TimeZone, TrafficSide Side, ImmutableArray<Intersection> Intersections, ImmutableArray<Link> Links, string ContentHash)
{
    /// <summary>Word for the model that comes with the product.</summary>
    public const string ShippedModel = "shipped";

    /// <summary>Model file for arrival forecasts, relative to the corridor file; default <see cref="ShippedModel"/>.</summary>
    public string PredictionModel { get; init; } = ShippedModel;
}

/// <summary>Side of the road that traffic keeps to.</summary>
public enum TrafficSide : byte
{
    Right = 0,
    Left = 1,
}
