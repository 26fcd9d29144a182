using Signals.Modbus.Security;

namespace Signals.Modbus.Server;

/// <summary>Authorises a request and hands it to its unit. The unit table is read without a lock.</summary>
internal sealed class RequestDispatcher
{
    private readonly IModbusSlave?[] _slaves = new IModbusSlave?[256];

    public void Add(IModbusSlave slave)
    {
        if (Interlocked.CompareExchange(ref _slaves[slave.UnitId], slave, null) is not null)
        {
            throw new ArgumentException($"unit id {slave.UnitId} is taken; remove the slave there first", nameof(slave));
        }
    }

    public IModbusSlave? Get(byte unitId) => Volatile.Read(ref _slaves[unitId]);

    public bool Remove(byte unitId) => Interlocked.Exchange(ref _slaves[unitId], null) is not null;

    /// <returns>Bytes of response; 0 when there is no such unit.</returns>
    public int Dispatch(
        byte unitId, ReadOnlySpan<byte> request, Span<byte> response, ModbusPeer peer, IModbusAuthorizer? authorizer)
    {
        var context = new ModbusRequestContext(unitId, request[0], peer);
        if (authorizer is not null && !authorizer.IsAllowed(context))
        {
            return ExceptionPdu.Write(request[0], SlaveExceptionCode.IllegalFunction, response);
        }

        return Get(unitId)?.ApplyRequest(request, response, context) ?? 0;
    }

    /// <summary>Serial broadcast: every unit carries the request out, none answers (serial line V1.02, section 2.1).</summary>
    public void Broadcast(ReadOnlySpan<byte> request, Span<byte> scratch, ModbusPeer peer, IModbusAuthorizer? authorizer)
    {
        for (var unitId = 1; unitId <= ModbusLimits.MaxSerialAddress; unitId++)
        {
            Dispatch((byte)unitId, request, scratch, peer, authorizer);
        }
    }
}
