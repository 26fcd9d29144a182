using System.Collections.Immutable;

namespace Signals.Sim.CityFlow.Network;

/// <summary>A node of the network.</summary>
/// <param name="Index">Position in the network.</param>
/// <param name="Id">Id in the file.</param>
/// <param name="IsVirtual">True at the boundary: traffic begins and ends there, and nothing is signalled.</param>
/// <param name="Position">Centre.</param>
/// <param name="Width">Centre to stop line, m; 0 at the boundary.</param>
/// <param name="Movements">In the order of the file; bit of every movement mask. At most 64.</param>
/// <param name="Phases">Movements that are open in each phase. Phase 0 is the change interval: right turns alone.</param>
/// <param name="PhaseSeconds">Length of each phase in the file's own plan, s.</param>
public sealed record CityIntersection(
    int Index, string Id, bool IsVirtual, CityPoint Position, double Width,
    ImmutableArray<CityMovement> Movements, ImmutableArray<ulong> Phases, ImmutableArray<double> PhaseSeconds)
{
    /// <summary>Movements that a mask can hold.</summary>
    public const int MostMovements = 64;

    /// <summary>The phases that the published controllers choose from: 1 to 4.</summary>
    public int LastChoice => Math.Min(4, Phases.Length - 1);

    /// <summary>Movements that a phase opens beside those that are always free.</summary>
    public ulong Served(int phase) => Phases[phase] & ~Phases[0];
}
