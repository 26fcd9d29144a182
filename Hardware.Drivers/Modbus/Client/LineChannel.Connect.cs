namespace Signals.Modbus.Client;

/// <summary>Connecting, back-off, faults and the end.</summary>
internal sealed partial class LineChannel
{
    private readonly CancellationTokenSource _lifetime = new();
    private LineConnection? _connection;
    private Task _run = Task.CompletedTask;
    private bool _isConnecting;
    private bool _isDisposed;

    /// <summary>Connections in a row that failed, or were lost without one answer.</summary>
    private int _failures;
    private long _downSince;
    private Exception? _lastFailure;

    public async ValueTask DisposeAsync()
    {
        LineConnection? open;
        Task run;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            open = _connection;
            var reason = new ObjectDisposedException(nameof(ModbusMaster));
            FaultLocked(reason, null);
            FailWaiting(reason);
            run = _run;
        }

        await _lifetime.CancelAsync().ConfigureAwait(false);
        open?.Abort();
        await run.ConfigureAwait(false);
        lock (_gate)
        {
            while (_pool.TryPop(out var transaction))
            {
                transaction.Deadline?.Dispose();
            }
        }

        _lifetime.Dispose();
    }

    /// <summary>Waits after the n-th failure in a row: delay, 2, 4 … times, at most the maximum. None after a working connection.</summary>
    private TimeSpan BackOff => _failures == 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks((long)Math.Min(
            _options.MaxReconnectDelay.Ticks, _options.ReconnectDelay.Ticks * Math.Pow(2, Math.Min(_failures - 1, 30))));

    private void ConnectIfDown(Transaction transaction)
    {
        if (_connection is not null || _isConnecting)
        {
            return;
        }

        var left = BackOff - _time.GetElapsedTime(_downSince);
        if (_failures > 0 && left > TimeSpan.Zero)
        {
            throw Unsent(
                transaction,
                $"not connected, next attempt in {left.TotalMilliseconds:0} ms, {_failures} failed so far: {_lastFailure?.Message}",
                _lastFailure);
        }

        BeginConnect();
    }

    private void BeginConnect()
    {
        _isConnecting = true;
        _run = RunAsync(_run);
    }

    /// <summary>One connection's life. The former one is waited for, because a serial port opens only once.</summary>
    private async Task RunAsync(Task former)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        var stream = await ConnectAsync().ConfigureAwait(false);
        if (stream is null)
        {
            return;
        }

        using var connection = new LineConnection(stream);
        lock (_gate)
        {
            _isConnecting = false;
            if (_isDisposed)
            {
                return;
            }

            _connections++;
            _connection = connection;
            connection.LastActivity = _time.GetTimestamp();
        }

        await Task.WhenAll(ReadLoopAsync(connection), WriteLoopAsync(connection)).ConfigureAwait(false);
    }

    private async Task<Stream?> ConnectAsync()
    {
        using var deadline = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _lifetime.Token);
        try
        {
            return await _connector.ConnectAsync(either.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a connector throws, it means "no connection": callers get it as the inner exception.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            ConnectFailed(deadline.IsCancellationRequested
                ? new TimeoutException($"no connection within {_options.ConnectTimeout.TotalSeconds:0.###} s", failure)
                : failure);
            return null;
        }
    }

    private void ConnectFailed(Exception failure)
    {
        lock (_gate)
        {
            _isConnecting = false;
            _failedConnections++;
            _failures++;
            _downSince = _time.GetTimestamp();
            _lastFailure = failure;
            FailWaiting(failure);
        }
    }

    private void Fault(LineConnection connection, Exception cause)
    {
        lock (_gate)
        {
            if (connection != _connection)
            {
                return;
            }

            if (cause is InvalidDataException)
            {
                _mismatches++;
            }

            FaultLocked(cause, null);
        }

        connection.Abort();
    }

    /// <summary>Closes the books on the current connection; its owner aborts it after leaving the lock.</summary>
    private void FaultLocked(Exception cause, Transaction? timedOut)
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        connection.IsClosed = true;
        _failures = connection.HasAnswered ? 0 : _failures + 1;
        _downSince = _time.GetTimestamp();
        _lastFailure = cause;
        for (var i = 0; i < _inFlight.Length; i++)
        {
            if (_inFlight[i] is { } transaction)
            {
                _inFlight[i] = null;
                FailSent(transaction, cause, transaction == timedOut);
            }
        }

        if (_waiting.Count == 0 || _isDisposed)
        {
            return;
        }

        if (_failures == 0)
        {
            BeginConnect();
        }
        else
        {
            FailWaiting(cause);
        }
    }

    private void FailSent(Transaction transaction, Exception cause, bool timedOut)
    {
        if (!transaction.IsAbandoned)
        {
            transaction.Fail(timedOut ? TimedOut(transaction, "the connection was closed", requestSent: true) : Lost(transaction, cause));
        }

        Settle(transaction);
    }

    private void FailWaiting(Exception cause)
    {
        foreach (var transaction in _waiting)
        {
            Settle(transaction);
            transaction.Fail(_isDisposed ? cause : Unsent(transaction, $"not connected: {cause.Message}", cause));
        }

        _waiting.Clear();
    }

    private Exception Lost(Transaction transaction, Exception cause) => cause switch
    {
        _ when _isDisposed => cause,
        InvalidDataException => new ModbusProtocolException(
            $"{_connector.Endpoint}: {cause.Message}; the connection was closed",
            cause, transaction.UnitId, transaction.FunctionCode, requestSent: true),
        _ => new ModbusConnectionException(
            $"{_connector.Endpoint}: the connection was lost during the transaction: {cause.Message}",
            cause, transaction.UnitId, transaction.FunctionCode, requestSent: true),
    };
}
