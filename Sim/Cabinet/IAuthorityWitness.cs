namespace Signals.Sim.Cabinet;

/// <summary>Sees every epoch that a cabinet grants and every command that it accepts: who really commanded, as opposed to who believed so.</summary>
public interface IAuthorityWitness
{
    void Granted(uint epoch, ushort ownerId);

    void Accepted(uint epoch, ushort ownerId);
}
