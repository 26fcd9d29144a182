namespace Signals.Modbus.Server;

/// <summary>The four tables of a slave, for devices that are memory and nothing more.</summary>
public interface ISlaveDataStore
{
    /// <summary>Coils: functions 1, 5, 15.</summary>
    IPointSource<bool> CoilDiscretes { get; }

    /// <summary>Discrete inputs: function 2.</summary>
    IPointSource<bool> CoilInputs { get; }

    /// <summary>Holding registers: functions 3, 6, 16, 23.</summary>
    IPointSource<ushort> HoldingRegisters { get; }

    /// <summary>Input registers: function 4.</summary>
    IPointSource<ushort> InputRegisters { get; }
}
