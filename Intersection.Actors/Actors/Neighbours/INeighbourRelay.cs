using Signals.Core.Timing;

namespace Signals.Actors.Neighbours;

/// <summary>Takes forecasts for neighbours that may be elsewhere.</summary>
public interface INeighbourRelay
{
    /// <summary>Sends it on where <paramref name="to"/> is on another node; never waits.</summary>
    void Relay(string to, NeighbourOutflow forecast);
}
