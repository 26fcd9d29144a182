using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>
/// The rules of one jurisdiction for every interval of a signal group. It is a function: same geometry, same times.
/// Constants live in the derived classes, each with its source; "[practice]" marks professional practice that
/// is to be verified in the paid text of the standard before use on a street.
/// </summary>
public abstract class TimingStandard
{
    /// <summary>Name in corridor files: <c>mutcd</c>, <c>rilsa</c>, <c>uk</c>, <c>gb</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Name in messages.</summary>
    public abstract string Authority { get; }

    /// <summary>True where a turning vehicle on its green may have to yield to people walking across its exit.</summary>
    public abstract bool TurnsMayYieldToPedestrians { get; }

    /// <summary>Every constant used, with its source, for reports.</summary>
    public abstract IReadOnlyList<SourcedConstant> Constants { get; }

    public abstract TimingRequirement Yellow(VehicleStream stream);

    /// <summary>Red between the end of yellow and a conflicting start, when no distances of the pair are known.</summary>
    public abstract TimingRequirement RedClearance(VehicleStream stream);

    public abstract TimingRequirement RedAmber(SignalGroupKind kind);

    /// <param name="yellow">Effective yellow: bicycles need green + yellow + red to get across (MUTCD).</param>
    /// <param name="redClearance">Effective red clearance.</param>
    public abstract TimingRequirement MinimumGreen(VehicleStream stream, Duration yellow, Duration redClearance);

    /// <summary>Flashing don't walk, or the red during which people clear where nothing flashes.</summary>
    public abstract TimingRequirement PedestrianClearance(PedestrianStream stream);

    /// <param name="clearance">Effective pedestrian clearance: a shortfall of the total is added to the walk (MUTCD).</param>
    public abstract TimingRequirement Walk(PedestrianStream stream, Duration clearance);

    /// <summary>Time between the end of the pedestrian clearance and a conflicting green.</summary>
    public abstract TimingRequirement Buffer(PedestrianStream stream);

    /// <summary>
    /// Intergreen from the distances of one pair of streams to their conflict point, or null where the jurisdiction
    /// does not use a matrix. Never shorter than <paramref name="clearance"/>, the leaving group's yellow.
    /// </summary>
    /// <param name="leaving">Stream that loses its green.</param>
    /// <param name="clearingDistance">Its stop line to the far edge of the conflict area.</param>
    /// <param name="entering">Kind of the group that gains green.</param>
    /// <param name="enteringDistance">Its stop line to the conflict area.</param>
    public abstract Duration? Intergreen(
        VehicleStream leaving, Metres clearingDistance, SignalGroupKind entering, Metres enteringDistance, Duration clearance);
}

/// <summary>A constant of a standard and where it comes from.</summary>
public sealed record SourcedConstant(string Name, double Value, string Unit, string Source);
