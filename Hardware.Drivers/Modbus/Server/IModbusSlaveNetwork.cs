namespace Signals.Modbus.Server;

/// <summary>Several slaves behind one listener or serial line. Thread-safe; slaves may be added and removed while it serves.</summary>
public interface IModbusSlaveNetwork
{
    /// <summary>Serves until <paramref name="cancellationToken"/> is cancelled, answers what it is carrying out, then returns.</summary>
    Task ListenAsync(CancellationToken cancellationToken);

    /// <exception cref="ArgumentException">The unit id is taken.</exception>
    void AddSlave(IModbusSlave slave);

    /// <summary>The slave at this unit id, or null.</summary>
    IModbusSlave? GetSlave(byte unitId);

    /// <summary>Removes the slave; requests under way are still answered. False: there was none.</summary>
    bool RemoveSlave(byte unitId);
}
