namespace Signals.Modbus.Server;

/// <summary>A unit whose requests go to a handler, one at a time. Thread-safe.</summary>
public sealed class ModbusSlave : IModbusSlave
{
    private readonly Lock _gate = new();
    private readonly RequestProcessor _processor;

    /// <param name="unitId">Unit id, 0..255.</param>
    /// <param name="handler">The device.</param>
    /// <param name="identification">What function 43/14 answers; null: exception 01.</param>
    public ModbusSlave(byte unitId, IModbusRequestHandler handler, DeviceIdentification? identification = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        UnitId = unitId;
        _processor = new RequestProcessor(handler, identification);
    }

    public byte UnitId { get; }

    public int ApplyRequest(ReadOnlySpan<byte> requestPdu, Span<byte> responsePdu, in ModbusRequestContext context)
    {
        lock (_gate)
        {
            return _processor.Process(requestPdu, responsePdu, context);
        }
    }
}
