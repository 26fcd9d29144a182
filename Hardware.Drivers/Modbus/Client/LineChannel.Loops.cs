using Signals.Modbus.Framing;

namespace Signals.Modbus.Client;

/// <summary>The two loops of an open connection. Both end with the connection's first fault.</summary>
internal sealed partial class LineChannel
{
    /// <summary>After a broadcast every slave is given time to carry it out (serial line V1.02, 2.4.1: 100..200 ms).</summary>
    private static readonly TimeSpan BroadcastTurnaround = TimeSpan.FromMilliseconds(100);

    private async Task WriteLoopAsync(LineConnection connection)
    {
        var buffer = new byte[_inFlight.Length * ModbusLimits.MaxTcpFrameLength];
        try
        {
            while (!connection.Aborted.IsCancellationRequested)
            {
                var length = TakeWaiting(connection, buffer, out var broadcast);
                if (length == 0)
                {
                    await connection.Wake.WaitAsync().ConfigureAwait(false);
                    continue;
                }

                await SilenceAsync(connection).ConfigureAwait(false);
                await connection.Stream.WriteAsync(buffer.AsMemory(0, length), connection.Aborted).ConfigureAwait(false);
                connection.LastActivity = _time.GetTimestamp();
                if (broadcast is not null)
                {
                    await Task.Delay(BroadcastTurnaround, _time, connection.Aborted).ConfigureAwait(false);
                    CompleteBroadcast(connection, broadcast);
                }
            }
        }
#pragma warning disable CA1031 // Whatever the stream throws is the end of this connection and is told to those in flight.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fault(connection, failure);
        }
    }

    private async ValueTask SilenceAsync(LineConnection connection)
    {
        var left = _connector.SilentInterval - _time.GetElapsedTime(connection.LastActivity);
        if (_connector.SilentInterval > TimeSpan.Zero && left > TimeSpan.Zero)
        {
            await Task.Delay(left, _time, connection.Aborted).ConfigureAwait(false);
        }
    }

    /// <summary>Moves as many waiting transactions to the line as there are places, in order; one write carries them all.</summary>
    private int TakeWaiting(LineConnection connection, Span<byte> buffer, out Transaction? broadcast)
    {
        broadcast = null;
        var length = 0;
        lock (_gate)
        {
            if (connection.IsClosed)
            {
                return 0;
            }

            while (_waiting.Count > 0 && Array.IndexOf(_inFlight, null) is var place and >= 0)
            {
                var transaction = _waiting[0];
                _waiting.RemoveAt(0);
                transaction.Id = NextId();
                transaction.State = TransactionState.Sent;
                _inFlight[place] = transaction;
                _requests++;
                length += _framing.WriteRequest(transaction, buffer[length..]);
                if (BroadcastsOnUnitZero && transaction.UnitId == 0)
                {
                    broadcast = transaction;
                }
            }
        }

        return length;
    }

    private ushort NextId()
    {
        if (!_framing.Pipelines)
        {
            return 0;
        }

        do
        {
            _lastId = unchecked((ushort)(_lastId + 1));
        }
        while (Array.Exists(_inFlight, transaction => transaction?.Id == _lastId));
        return _lastId;
    }

    private void CompleteBroadcast(LineConnection connection, Transaction broadcast)
    {
        lock (_gate)
        {
            if (connection.IsClosed || _inFlight[0] != broadcast || !Finish(0, broadcast))
            {
                return;
            }
        }

        broadcast.Complete();
    }

    private async Task ReadLoopAsync(LineConnection connection)
    {
        var buffer = new byte[4 * ModbusLimits.MaxTcpFrameLength];
        var filled = 0;
        try
        {
            while (true)
            {
                var read = await connection.Stream.ReadAsync(buffer.AsMemory(filled), connection.Aborted).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new EndOfStreamException("the peer closed the connection");
                }

                connection.LastActivity = _time.GetTimestamp();
                filled += read;
                var consumed = Deliver(connection, buffer.AsSpan(0, filled));
                buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
                filled -= consumed;
            }
        }
#pragma warning disable CA1031 // Whatever the stream throws is the end of this connection and is told to those in flight.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fault(connection, failure);
        }
    }

    /// <summary>Completes every whole answer in <paramref name="received"/>; returns the bytes used up.</summary>
    /// <exception cref="InvalidDataException">An answer is damaged or fits no transaction in flight.</exception>
    private int Deliver(LineConnection connection, ReadOnlySpan<byte> received)
    {
        var consumed = 0;
        while (true)
        {
            Transaction? answered;
            lock (_gate)
            {
                // On a serial line a byte while nothing is asked is noise or a late answer to a closed connection's request.
                if (consumed == 0 && !_framing.Pipelines && _inFlight[0] is null)
                {
                    return received.Length;
                }

                if (connection.IsClosed)
                {
                    return consumed;
                }

                switch (_framing.TryReadResponse(received[consumed..], out var frame, out var problem))
                {
                    case FrameStatus.Incomplete:
                        return consumed;
                    case FrameStatus.Malformed:
                        throw new InvalidDataException(problem);
                }

                answered = Match(connection, frame, frame.Pdu(received[consumed..]));
                consumed += frame.Length;
            }

            // Outside the lock: the caller may go on here.
            answered?.Complete(_options.ContinueInline);
        }
    }

    /// <summary>The transaction whose caller waits for this answer; null when it has left.</summary>
    private Transaction? Match(LineConnection connection, in Frame frame, ReadOnlySpan<byte> response)
    {
        var id = frame.TransactionId;
        var place = Array.FindIndex(_inFlight, candidate => candidate?.Id == id);
        if (place < 0)
        {
            throw new InvalidDataException($"transaction {id} was answered but not asked");
        }

        var transaction = _inFlight[place]!;
        if (frame.UnitId != transaction.UnitId)
        {
            throw new InvalidDataException($"unit {frame.UnitId} answered what was asked of unit {transaction.UnitId}");
        }

        if (ResponsePdu.Problem(transaction.Request, response) is { } problem)
        {
            throw new InvalidDataException(problem);
        }

        connection.HasAnswered = true;
        _failures = 0;
        _responses++;
        transaction.SetResponse(response);
        var isAwaited = Finish(place, transaction);
        if (_waiting.Count > 0)
        {
            connection.Wake.Set();
        }

        return isAwaited ? transaction : null;
    }

    /// <summary>Frees the place; true when a caller still waits, who is told by <see cref="Transaction.Complete"/>.</summary>
    private bool Finish(int place, Transaction transaction)
    {
        _inFlight[place] = null;
        var isAwaited = !transaction.IsAbandoned;
        Settle(transaction);
        return isAwaited;
    }
}
