using Signals.Modbus.Framing;
using Signals.Modbus.Security;

namespace Signals.Modbus.Server;

/// <summary>What differs between RTU on a serial line and RTU through a TCP socket.</summary>
/// <param name="FrameGap">Silence that ends whatever has been received.</param>
/// <param name="AnswerDelay">Silence owed to the line before an answer (t3.5); zero over TCP.</param>
/// <param name="IsSerial">A line is never idle "too long" and noise on it is no reason to close it.</param>
internal readonly record struct RtuLine(TimeSpan FrameGap, TimeSpan AnswerDelay, bool IsSerial);

/// <summary>
/// Serves one RTU stream. Frames end where their function says; anything else ends at a silence. Damaged frames and other
/// units' traffic are passed over without an answer.
/// </summary>
internal sealed class RtuSession(
    RequestDispatcher dispatcher,
    SessionCounters counters,
    ModbusSlaveNetworkOptions options,
    TimeProvider time,
    ModbusPeer peer,
    IModbusAuthorizer? authorizer,
    RtuLine line)
{
    private const byte Broadcast = 0;

    private readonly byte[] _received = new byte[2 * ModbusLimits.MaxRtuFrameLength];
    private readonly byte[] _response = new byte[ModbusLimits.MaxRtuFrameLength];
    private readonly byte[] _responsePdu = new byte[ModbusLimits.MaxPduLength];
    private int _filled;
    private long _frameBegan;

    /// <summary>True after damage: nothing received is believed until a silence.</summary>
    private bool _lost;

    public async Task RunAsync(Stream stream, CancellationToken stop)
    {
        using var io = new DeadlineStream(stream, time, stop);
        while (true)
        {
            if (_filled == _received.Length)
            {
                Lose();
                _filled = 1;
            }

            var between = _filled == 0;
            var within = between ? BetweenFrames : WithinFrame();
            var read = await io.ReadAsync(_received.AsMemory(_filled), within).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            if (read < 0)
            {
                await SilenceAsync(io, between).ConfigureAwait(false);
                continue;
            }

            if (between)
            {
                _frameBegan = time.GetTimestamp();
            }

            _filled += read;
            await AnswerAsync(io).ConfigureAwait(false);
        }
    }

    private TimeSpan BetweenFrames => line.IsSerial ? Timeout.InfiniteTimeSpan : options.IdleTimeout;

    private TimeSpan WithinFrame()
    {
        if (line.IsSerial)
        {
            return line.FrameGap;
        }

        var left = options.FrameTimeout - time.GetElapsedTime(_frameBegan);
        return left < line.FrameGap ? left : line.FrameGap;
    }

    /// <summary>The line went quiet: what is there is one whole frame or nothing.</summary>
    private async ValueTask SilenceAsync(DeadlineStream io, bool between)
    {
        if (!line.IsSerial && (between || time.GetElapsedTime(_frameBegan) >= options.FrameTimeout))
        {
            Interlocked.Increment(ref counters.TimedOut);
            throw new TimeoutException(between ? "no request within the idle time" : "a frame was not complete in time");
        }

        if (!_lost && RtuFrame.TryReadWhole(_received.AsSpan(0, _filled), out var frame, out _) == FrameStatus.Complete)
        {
            await AnswerOneAsync(io, frame, 0).ConfigureAwait(false);
        }
        else
        {
            Lose();
        }

        _filled = 0;
        _lost = false;
    }

    private async ValueTask AnswerAsync(DeadlineStream io)
    {
        var consumed = 0;
        while (!_lost && TryTake(ref consumed, out var frame, out var at))
        {
            await AnswerOneAsync(io, frame, at).ConfigureAwait(false);
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
        var rest = _received.AsSpan(consumed, _filled - consumed);
        switch (RtuFrame.TryReadRequest(rest, out frame, out _))
        {
            case FrameStatus.Complete:
                consumed += frame.Length;
                return true;
            case FrameStatus.Malformed when PduLength.OfRequest(rest[1..]) != PduLength.Unknowable:
                Lose();
                return false;
            default:
                return false;
        }
    }

    private void Lose()
    {
        if (!_lost)
        {
            Interlocked.Increment(ref counters.Malformed);
            _lost = true;
        }
    }

    private async ValueTask AnswerOneAsync(DeadlineStream io, Frame frame, int at)
    {
        Interlocked.Increment(ref counters.Requests);
        var length = Answer(frame, _received.AsSpan(at));
        if (length == 0)
        {
            return;
        }

        if (line.AnswerDelay > TimeSpan.Zero)
        {
            await Task.Delay(line.AnswerDelay, time, CancellationToken.None).ConfigureAwait(false);
        }

        await io.WriteAsync(_response.AsMemory(0, length), options.WriteTimeout).ConfigureAwait(false);
    }

    private int Answer(in Frame frame, ReadOnlySpan<byte> received)
    {
        var request = frame.Pdu(received);
        if (frame.UnitId == Broadcast)
        {
            dispatcher.Broadcast(request, _responsePdu, peer, authorizer);
            return 0;
        }

        var length = dispatcher.Get(frame.UnitId) is null
            ? 0
            : dispatcher.Dispatch(frame.UnitId, request, _responsePdu, peer, authorizer);
        return length == 0 ? 0 : RtuFrame.Write(frame.UnitId, _responsePdu.AsSpan(0, length), _response);
    }
}
