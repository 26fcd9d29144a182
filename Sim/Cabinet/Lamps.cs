namespace Signals.Sim.Cabinet;

/// <summary>One lamp of a signal head. A pedestrian head has don't walk on red and walk on green.</summary>
public enum Lamp : byte
{
    Red = 0,
    Yellow = 1,
    Green = 2,
}

/// <summary>What is wrong with a lamp or its load switch.</summary>
public enum LampFault : byte
{
    None = 0,

    /// <summary>Open filament or driver: never lit.</summary>
    Dead = 1,

    /// <summary>Shorted load switch: always lit.</summary>
    StuckOn = 2,
}

/// <summary>Field terminals at one instant: bit i is group i. It is all that the monitor sees.</summary>
/// <param name="FlashTransfer">The flash transfer relay has taken the heads from the load switches.</param>
public readonly record struct LampOutputs(uint Red, uint Yellow, uint Green, bool FlashTransfer)
{
    public bool IsLit(int group, Lamp lamp) => (Of(lamp) >> group & 1) != 0;

    public uint Of(Lamp lamp) => lamp switch
    {
        Lamp.Red => Red,
        Lamp.Yellow => Yellow,
        _ => Green,
    };
}
