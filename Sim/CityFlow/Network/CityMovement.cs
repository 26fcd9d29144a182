namespace Signals.Sim.CityFlow.Network;

/// <summary>One way from road to road through an intersection (<c>roadLink</c>).</summary>
/// <param name="Turn">Direction.</param>
/// <param name="From">Index of the road that it leaves.</param>
/// <param name="To">Index of the road that it enters.</param>
/// <param name="FirstLink">Index of its first lane link; a lane link is one lane's way to one lane.</param>
/// <param name="LinkCount">Number of its lane links.</param>
public sealed record CityMovement(CityTurn Turn, int From, int To, int FirstLink, int LinkCount);
