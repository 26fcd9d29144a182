using System.Collections.Immutable;

namespace Signals.Core.Model;

/// <summary>In which combinations and order the groups may be green: <see cref="RingBarrierSequence"/> or <see cref="StageSequence"/>.</summary>
public abstract record Sequence;

/// <summary>NEMA phase: a vehicle group and the pedestrian group that runs beside it.</summary>
/// <param name="Number">1–16.</param>
/// <param name="VehicleGroup">Index of its vehicle group.</param>
/// <param name="PedestrianGroup">Index of its pedestrian group, or −1.</param>
/// <param name="DualEntry">True when it comes up with its ring partner even without a call of its own.</param>
public sealed record Phase(int Number, int VehicleGroup, int PedestrianGroup, bool DualEntry);

/// <summary>Phases that follow each other; at most one is green. <paramref name="Barriers"/>[b] are its phase numbers, in order, on side b of the barrier.</summary>
public sealed record Ring(int Number, ImmutableArray<ImmutableArray<int>> Barriers);

/// <summary>A vehicle group that is green with any of its parent phases and stays green between two of them.</summary>
public sealed record Overlap(string Letter, int Group, ImmutableArray<int> Parents);

/// <summary>Up to 16 phases in up to 4 rings; all rings cross a barrier together (NEMA TS 2).</summary>
public sealed record RingBarrierSequence(
    ImmutableArray<Phase> Phases, ImmutableArray<Ring> Rings, ImmutableArray<Overlap> Overlaps, bool SimultaneousGapOut) : Sequence
{
    public int BarrierCount => Rings.IsEmpty ? 0 : Rings[0].Barriers.Length;

    /// <exception cref="KeyNotFoundException">No phase has that number.</exception>
    public Phase PhaseOf(int number)
    {
        foreach (var phase in Phases)
        {
            if (phase.Number == number)
            {
                return phase;
            }
        }

        throw new KeyNotFoundException($"phase {number} is not defined");
    }
}

/// <summary>Groups that are green together (UK stage, German Phase, Chinese 相位).</summary>
/// <param name="Number">1–32; also the stage number of the register map.</param>
/// <param name="Name">Engineer's name.</param>
/// <param name="Groups">Vehicle, transit and bicycle groups that the stage serves; always compatible.</param>
/// <param name="PedestrianGroups">Pedestrian groups that may walk in the stage, on call or recall.</param>
public sealed record Stage(int Number, string Name, GroupSet Groups, GroupSet PedestrianGroups);

/// <summary>Stages in their default order; any stage may be skipped without demand unless it is on recall.</summary>
public sealed record StageSequence(ImmutableArray<Stage> Stages) : Sequence;
