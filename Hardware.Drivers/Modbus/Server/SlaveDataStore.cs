namespace Signals.Modbus.Server;

/// <summary>Four tables in memory. Thread-safe.</summary>
public sealed class SlaveDataStore : ISlaveDataStore
{
    public IPointSource<bool> CoilDiscretes { get; init; } = new PointSource<bool>();

    public IPointSource<bool> CoilInputs { get; init; } = new PointSource<bool>();

    public IPointSource<ushort> HoldingRegisters { get; init; } = new PointSource<ushort>();

    public IPointSource<ushort> InputRegisters { get; init; } = new PointSource<ushort>();
}
