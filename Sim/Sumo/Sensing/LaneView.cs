using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>A lane that the sensors look at: which stop lines its vehicles may reach, and which exits it belongs to.</summary>
/// <param name="Id">SUMO's lane id.</param>
/// <param name="Length">Its length, m.</param>
/// <param name="Approaches">Stop-line lanes that lie within sight downstream of it.</param>
/// <param name="Exits">Exits whose downstream it is.</param>
internal sealed record LaneView(string Id, float Length, ImmutableArray<ApproachView> Approaches, ImmutableArray<ExitView> Exits)
{
    /// <summary>For a way through a signal's junction: the stop-line lane that it begins at. A stop-line lane of 1 m is passed unseen, its junction is not.</summary>
    public ApproachView? Crossing { get; init; }
}

/// <summary>One stop-line lane seen from a lane upstream of it, or from itself.</summary>
/// <param name="Intersection">Index in the corridor.</param>
/// <param name="LaneGroup">Index of the stop-line lane's lane group.</param>
/// <param name="Beyond">From the end of the lane to the stop line, m; 0 for the stop-line lane itself.</param>
/// <param name="Prior">Chance that a vehicle of the lane comes to this stop-line lane as long as nothing was seen, 0–1.</param>
internal readonly record struct ApproachView(int Intersection, int LaneGroup, float Beyond, float Prior);

/// <summary>One exit seen from a lane downstream of it.</summary>
/// <param name="Intersection">Index in the corridor.</param>
/// <param name="Leg">Exit leg.</param>
/// <param name="Lane">Lane of the leg, 1 from the kerb.</param>
/// <param name="Before">From the junction's edge to the begin of the lane, m; 0 for the exit lane itself.</param>
internal readonly record struct ExitView(int Intersection, string Leg, int Lane, float Before);
