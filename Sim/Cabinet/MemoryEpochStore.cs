namespace Signals.Sim.Cabinet;

/// <summary>An epoch that lives as long as this object: simulation, and tests of a cabinet that restarts.</summary>
public sealed class MemoryEpochStore : IEpochStore
{
    private uint _epoch;

    public uint Load() => _epoch;

    public void Store(uint epoch) => _epoch = epoch;
}
