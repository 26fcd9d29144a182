using Signals.Modbus.Server;

namespace Signals.Modbus.Client;

/// <summary>Hands requests to slaves in this process, on the caller's thread; every call has ended when it returns.</summary>
internal sealed class LoopbackChannel(IReadOnlyList<IModbusSlave> slaves, ModbusPeer peer) : ITransactionChannel
{
    private readonly Lock _gate = new();
    private readonly Stack<Transaction> _pool = new();
    private long _requests;

    public bool BroadcastsOnUnitZero => false;

    public ModbusMasterStatistics Statistics
    {
        get
        {
            var requests = Interlocked.Read(ref _requests);
            return new ModbusMasterStatistics(requests, requests, 0, 0, 0, 0);
        }
    }

    public Transaction Rent()
    {
        lock (_gate)
        {
            var transaction = _pool.TryPop(out var pooled) ? pooled : new Transaction();
            transaction.Reset();
            return transaction;
        }
    }

    public void Return(Transaction transaction)
    {
        lock (_gate)
        {
            _pool.Push(transaction);
        }
    }

    public ValueTask ExchangeAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _requests);
        var context = new ModbusRequestContext(transaction.UnitId, transaction.FunctionCode, peer);
        foreach (var slave in slaves)
        {
            if (slave.UnitId == transaction.UnitId)
            {
                transaction.SetResponseLength(slave.ApplyRequest(transaction.Request, transaction.ResponseBuffer, context));
                return ValueTask.CompletedTask;
            }
        }

        transaction.SetResponseLength(ExceptionPdu.Write(
            transaction.FunctionCode, SlaveExceptionCode.GatewayTargetDeviceFailedToRespond, transaction.ResponseBuffer));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
