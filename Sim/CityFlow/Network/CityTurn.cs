namespace Signals.Sim.CityFlow.Network;

/// <summary>Direction of a movement; the greater number goes first where two ways cross.</summary>
public enum CityTurn : byte
{
    Right = 1,
    Left = 2,
    Straight = 3,
}
