namespace Signals.Sim.Cabinet;

/// <summary>Result of a register access; the values are Modbus exception codes.</summary>
public enum RegisterOutcome : byte
{
    Done = 0,
    IllegalFunction = 1,
    IllegalAddress = 2,
    IllegalValue = 3,
}
