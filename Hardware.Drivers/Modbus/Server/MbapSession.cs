using System.Runtime.CompilerServices;
using Signals.Modbus.Framing;
using Signals.Modbus.Security;

namespace Signals.Modbus.Server;

/// <summary>Serves one Modbus/TCP connection: parses pipelined requests, answers in order, closes on what is not Modbus.</summary>
internal sealed class MbapSession(
    RequestDispatcher dispatcher,
    SessionCounters counters,
    ModbusSlaveNetworkOptions options,
    TimeProvider time,
    ModbusPeer peer,
    IModbusAuthorizer? authorizer)
{
    private readonly byte[] _received = new byte[2 * ModbusLimits.MaxTcpFrameLength];
    private readonly byte[] _response = new byte[ModbusLimits.MaxTcpFrameLength];
    private readonly byte[] _responsePdu = new byte[ModbusLimits.MaxPduLength];
    private int _filled;
    private long _frameBegan;

    /// <exception cref="InvalidDataException">The peer sent something that is not Modbus/TCP.</exception>
    /// <exception cref="TimeoutException">The peer was idle, dripping, or not taking responses.</exception>
    public async Task RunAsync(Stream stream, CancellationToken stop)
    {
        using var io = new DeadlineStream(stream, time, stop);
        while (true)
        {
            var within = _filled == 0 ? options.IdleTimeout : options.FrameTimeout - time.GetElapsedTime(_frameBegan);
            var read = await io.ReadAsync(_received.AsMemory(_filled), within).ConfigureAwait(false);
            switch (read)
            {
                case 0:
                    return;
                case < 0:
                    Interlocked.Increment(ref counters.TimedOut);
                    throw new TimeoutException(_filled == 0
                        ? $"no request for {options.IdleTimeout.TotalSeconds:0.###} s"
                        : $"a frame was not complete within {options.FrameTimeout.TotalSeconds:0.###} s");
            }

            if (_filled == 0)
            {
                _frameBegan = time.GetTimestamp();
            }

            _filled += read;
            await AnswerAsync(io).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerAsync(DeadlineStream io)
    {
        var consumed = 0;
        while (TryTake(ref consumed, out var frame, out var at))
        {
            Interlocked.Increment(ref counters.Requests);
            var length = Answer(frame, _received.AsSpan(at));
            await io.WriteAsync(_response.AsMemory(0, length), options.WriteTimeout).ConfigureAwait(false);
        }

        if (consumed > 0)
        {
            _received.AsSpan(consumed, _filled - consumed).CopyTo(_received);
            _filled -= consumed;
            _frameBegan = time.GetTimestamp();
        }
    }

    private bool TryTake(ref int consumed, out Frame frame, out int at)
    {
        at = consumed;
        switch (Mbap.TryRead(_received.AsSpan(consumed, _filled - consumed), out frame, out var problem))
        {
            case FrameStatus.Complete:
                consumed += frame.Length;
                return true;
            case FrameStatus.Malformed:
                Interlocked.Increment(ref counters.Malformed);
                throw new InvalidDataException($"not Modbus/TCP: {problem}");
            default:
                return false;
        }
    }

    private int Answer(in Frame frame, ReadOnlySpan<byte> received)
    {
        var request = frame.Pdu(received);
        var length = dispatcher.Dispatch(frame.UnitId, request, _responsePdu, peer, authorizer);
        if (length == 0)
        {
            length = ExceptionPdu.Write(request[0], SlaveExceptionCode.GatewayTargetDeviceFailedToRespond, _responsePdu);
        }

        return Mbap.Write(frame.TransactionId, frame.UnitId, _responsePdu.AsSpan(0, length), _response);
    }
}
