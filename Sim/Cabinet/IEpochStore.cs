namespace Signals.Sim.Cabinet;

/// <summary>Non-volatile memory of the fencing epoch.</summary>
public interface IEpochStore
{
    /// <summary>Highest epoch ever granted; 0 when none was.</summary>
    uint Load();

    /// <summary>Returns only when <paramref name="epoch"/> would survive a power failure.</summary>
    /// <exception cref="IOException">It could not be stored: the claim is not granted.</exception>
    void Store(uint epoch);
}
