using System.Runtime.CompilerServices;
using Signals.Modbus.Transport;

namespace Signals.Modbus.Client;

/// <summary>
/// Transactions over a byte stream: submission, deadlines and cancellation here; connecting and the two loops in the other parts.
/// </summary>
/// <remarks>
/// A transaction is Waiting until the write loop takes it, then Sent until its answer or a fault. A deadline that passes, or an
/// answer that fits nothing, is a fault: the connection closes and everything in flight fails. Those still waiting were never
/// sent and go out on the next connection. A cancelled transaction leaves its caller at once but keeps its place and deadline,
/// so that its late answer is recognised.
/// </remarks>
internal sealed partial class LineChannel : ITransactionChannel
{
    private readonly Lock _gate = new();
    private readonly IModbusConnector _connector;
    private readonly LineFraming _framing;
    private readonly ModbusMasterOptions _options;
    private readonly TimeProvider _time;
    private readonly TimerCallback _onDeadline;
    private readonly Action<object?, CancellationToken> _onCancelled;
    private readonly Stack<Transaction> _pool = new();
    private readonly List<Transaction> _waiting = [];
    private readonly Transaction?[] _inFlight;
    private ushort _lastId;

    private long _requests;
    private long _responses;
    private long _timeouts;
    private long _mismatches;
    private long _connections;
    private long _failedConnections;

    public LineChannel(IModbusConnector connector, LineFraming framing, ModbusMasterOptions options, TimeProvider time)
    {
        _connector = connector;
        _framing = framing;
        _options = options.Validated();
        _time = time;
        _inFlight = new Transaction?[framing.Pipelines ? options.MaxInFlight : 1];
        _onDeadline = state => OnDeadline((Transaction)state!);
        _onCancelled = (state, token) => OnCancelled((Transaction)state!, token);
    }

    public bool BroadcastsOnUnitZero => !_framing.Pipelines;

    public ModbusMasterStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new ModbusMasterStatistics(_requests, _responses, _timeouts, _mismatches, _connections, _failedConnections);
            }
        }
    }

    public Transaction Rent()
    {
        lock (_gate)
        {
            if (!_pool.TryPop(out var transaction))
            {
                transaction = new Transaction();
                transaction.Deadline = _time.CreateTimer(_onDeadline, transaction, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            transaction.Reset();
            return transaction;
        }
    }

    public void Return(Transaction transaction)
    {
        lock (_gate)
        {
            transaction.CallerLeft = true;
            if (transaction.State == TransactionState.Idle)
            {
                _pool.Push(transaction);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Submit(transaction);
        using (cancellationToken.UnsafeRegister(_onCancelled, transaction))
        {
            await transaction.Completion.ConfigureAwait(false);
        }
    }

    private void Submit(Transaction transaction)
    {
        AsyncSignal? wake;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ModbusMaster));
            if (_waiting.Count >= _options.MaxWaiting)
            {
                throw Unsent(transaction, $"{_waiting.Count} requests are waiting already; await some, or raise MaxWaiting", null);
            }

            ConnectIfDown(transaction);
            transaction.State = TransactionState.Waiting;
            transaction.Began = _time.GetTimestamp();
            _waiting.Add(transaction);
            if (!transaction.IsDeadlineArmed)
            {
                Arm(transaction, _options.TransactionTimeout);
            }

            wake = _connection?.Wake;
        }

        wake?.SetInline();
    }

    private static void Arm(Transaction transaction, TimeSpan within)
    {
        transaction.IsDeadlineArmed = true;
        transaction.Deadline!.Change(within, Timeout.InfiniteTimeSpan);
    }

    private void OnCancelled(Transaction transaction, CancellationToken token)
    {
        lock (_gate)
        {
            switch (transaction.State)
            {
                case TransactionState.Waiting:
                    _waiting.Remove(transaction);
                    Settle(transaction);
                    transaction.Fail(new OperationCanceledException(token));
                    break;
                case TransactionState.Sent:
                    transaction.IsAbandoned = true;
                    transaction.Fail(new OperationCanceledException(token));
                    break;
            }
        }
    }

    private void OnDeadline(Transaction transaction)
    {
        LineConnection? faulted;
        lock (_gate)
        {
            transaction.IsDeadlineArmed = false;
            if (transaction.State == TransactionState.Idle)
            {
                return;
            }

            // The timer of an earlier use of this object, or one that is early by its granularity.
            var left = _options.TransactionTimeout - _time.GetElapsedTime(transaction.Began);
            if (left > TimeSpan.Zero)
            {
                Arm(transaction, TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)));
                return;
            }

            if (transaction.State == TransactionState.Waiting)
            {
                _waiting.Remove(transaction);
                Settle(transaction);
                transaction.Fail(TimedOut(transaction, _connection is null ? "still connecting" : "the line was busy", requestSent: false));
                return;
            }

            _timeouts++;
            faulted = _connection;
            FaultLocked(new TimeoutException($"unit {transaction.UnitId} did not answer function {transaction.FunctionCode}"), transaction);
        }

        faulted?.Abort();
    }

    /// <summary>The line is done with the transaction. The caller still reads it, unless it has left.</summary>
    private void Settle(Transaction transaction)
    {
        transaction.State = TransactionState.Idle;
        if (transaction.CallerLeft)
        {
            _pool.Push(transaction);
        }
    }

    private ModbusTimeoutException TimedOut(Transaction transaction, string why, bool requestSent) => new(
        $"{_connector.Endpoint}: no answer from unit {transaction.UnitId} to function {transaction.FunctionCode} within "
        + $"{_options.TransactionTimeout.TotalMilliseconds:0} ms ({why})",
        transaction.UnitId, transaction.FunctionCode, requestSent);

    private ModbusConnectionException Unsent(Transaction transaction, string why, Exception? cause) =>
        new($"{_connector.Endpoint}: {why}", cause, transaction.UnitId, transaction.FunctionCode, requestSent: false);
}
