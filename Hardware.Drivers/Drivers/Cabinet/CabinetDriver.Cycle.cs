using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Modbus;

namespace Signals.Drivers.Cabinet;

/// <summary>One exchange after the other. Only <see cref="RunAsync"/> comes here, so nothing below needs a lock.</summary>
public sealed partial class CabinetDriver
{
    private bool _isIdentified, _hadAuthority, _isStuck;
    private uint _epoch;
    private ushort _seq;
    private long _lastExchange, _lastSubmit, _heartbeatAt, _retryUntil;
    private ushort _heartbeat;
    private int _failuresInARow;
    private SafeCommand? _standing;

    /// <summary>Outcome of the last command: a rejection that goes on is one event, not ten a second.</summary>
    private RejectCode _outcome;

    /// <summary>Does what is due; returns how long to wait for the next exchange unless something is submitted.</summary>
    private async Task<TimeSpan> CycleAsync(CancellationToken cancellationToken)
    {
        if (RetryLeft() is var left && left > TimeSpan.Zero)
        {
            DropPending();
            return left;
        }

        try
        {
            await ExchangeAsync(cancellationToken).ConfigureAwait(false);
            _failuresInARow = 0;
            _problem = _isStuck ? "the cabinet's heartbeat stands still" : null;
            return UntilNextPoll();
        }
        catch (CabinetMismatchException mismatch)
        {
            return Refused(mismatch.Message);
        }
        catch (ModbusException failure)
        {
            return Lost(failure.Message);
        }
    }

    /// <summary>
    /// Every submission is an exchange, which reads the status too. While they come, the next poll waits for half a period longer than they may take, so that one which is a
    /// little late does not cost an exchange more.
    /// </summary>
    private TimeSpan UntilNextPoll() => _time.GetElapsedTime(_lastSubmit) < _options.PollPeriod ? _options.PollPeriod * 1.5 : _options.PollPeriod;

    private async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        if (!_isIdentified)
        {
            await _protocol.IdentifyAsync(_master, cancellationToken).ConfigureAwait(false);
            _isIdentified = true;
            _lastExchange = _time.GetTimestamp();
            Report(CabinetLinkEventKind.Connected, "cabinet identified");
        }

        // From begin to begin: a process that sleeps inside an exchange wakes to an answer of before, and takes it for news.
        var gap = _time.GetElapsedTime(_lastExchange);
        _lastExchange = _time.GetTimestamp();
        var paused = gap > _options.PauseLimit;
        if (paused)
        {
            DropPending();
            Report(CabinetLinkEventKind.Paused, $"no exchange for {gap.TotalSeconds:0.0} s: looking before writing");
        }

        var command = paused ? null : TakeCommand();
        if (command is null)
        {
            await PollAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SendAsync(command, cancellationToken).ConfigureAwait(false);
        }

        await ClaimIfWantedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What has to be written now: a submitted command that differs from what stands or whose lease runs low. Null when reading is enough.
    /// </summary>
    private Submitted? TakeCommand()
    {
        var submitted = Interlocked.Exchange(ref _pending, null);
        if (submitted is not null)
        {
            var age = _time.Now() - submitted.Command.DecidedFor;
            if (age.Milliseconds > _options.CommandFreshness.TotalMilliseconds || !MayCommand(submitted.Command))
            {
                Interlocked.Increment(ref _stale);
                return null;
            }

            _lastSubmit = submitted.At;
            return Stands(submitted.Command) && !IsLeaseLow(submitted.Command) ? null : submitted;
        }

        var renews = _standing is not null && IsLeaseLow(_standing) && _time.GetElapsedTime(_lastSubmit) <= _options.RenewWithin;
        return renews && MayCommand(_standing!) ? new Submitted(_standing!, _time.GetTimestamp()) : null;
    }

    private bool MayCommand(SafeCommand command) =>
        _epoch != 0 && _latest is { } status && status.IsOurs && (status.AcceptsRemote || command.Kind == CommandKind.Release);

    /// <summary>The cabinet confirmed exactly this request and still runs it.</summary>
    private bool Stands(SafeCommand command) =>
        _standing is not null && _latest is { Mode: CabinetMode.Remote }
        && _standing.Kind == command.Kind && _standing.Request == command.Request && _standing.Stage == command.Stage;

    private bool IsLeaseLow(SafeCommand command) => _latest is not { } status || status.LeaseRemaining.Milliseconds < command.Lease.Milliseconds * 2 / 3;

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var status = await _protocol.PollAsync(_master, _epoch, _time, cancellationToken).ConfigureAwait(false);
        RoundTrips.Add(_time.GetElapsedTime(began));
        Interlocked.Increment(ref _polls);
        Take(status);
    }

    private async Task SendAsync(Submitted submitted, CancellationToken cancellationToken)
    {
        var command = submitted.Command;
        var kind = Stands(command) ? CommandKind.Renew : command.Kind;
        var began = _time.GetTimestamp();
        _seq = unchecked((ushort)(_seq + 1));
        // A stop must not tear a release off the line: it ends by the transaction's own deadline.
        var stop = kind == CommandKind.Release ? CancellationToken.None : cancellationToken;
        var result = await _protocol.CommandAsync(_master, command, kind, _epoch, _seq, _time, stop).ConfigureAwait(false);
        RoundTrips.Add(_time.GetElapsedTime(began));
        Interlocked.Increment(ref _commands);
        Take(result.Status);
        if (result.Outcome == RejectCode.None)
        {
            CommandTimes.Add(_time.GetElapsedTime(submitted.At));
            _standing = command.Kind is CommandKind.Release ? null : command;
            _outcome = RejectCode.None;
            return;
        }

        _standing = null;
        Interlocked.Increment(ref _rejected);
        Volatile.Write(ref _lastReject, (int)result.Outcome);
        if (result.Outcome != _outcome)
        {
            _outcome = result.Outcome;
            Report(CabinetLinkEventKind.CommandRejected, $"{command.Kind} rejected: {result.Outcome}");
        }
    }

    /// <summary>Publishes a status and draws the conclusions from it.</summary>
    private void Take(CabinetStatus status)
    {
        CheckHeartbeat(status);
        CheckEpoch(status);
        _latest = _isStuck ? null : status;
        _standing = status.Mode == CabinetMode.Remote ? _standing : null;
        var has = status.AcceptsRemote && !_isStuck;
        if (has != _hadAuthority && _epoch != 0)
        {
            Report(
                has ? CabinetLinkEventKind.AuthorityRegained : CabinetLinkEventKind.AuthorityLost,
                $"mode {status.Mode}, inputs {status.Inputs}, pre-emption {status.Preempts}, monitor {status.Monitor}");
        }

        _hadAuthority = has;
        SetState(_isStuck ? LinkState.Unreachable : has ? LinkState.Controlling : LinkState.Observing);
    }

    private TimeSpan Refused(string why)
    {
        _isIdentified = false;
        Fail(LinkState.Mismatch, CabinetLinkEventKind.Mismatch, why);
        return RetryAfter(_options.MismatchRetryDelay);
    }

    private TimeSpan Lost(string why)
    {
        _isIdentified = false;
        Fail(LinkState.Unreachable, CabinetLinkEventKind.Lost, why);
        var delay = _options.RetryDelay * Math.Pow(2, Math.Min(_failuresInARow - 1, 16));
        return RetryAfter(delay < _options.MaxRetryDelay ? delay : _options.MaxRetryDelay);
    }

    private void Fail(LinkState state, CabinetLinkEventKind kind, string why)
    {
        Interlocked.Increment(ref _failures);
        if (_failuresInARow++ == 0 || State != state)
        {
            Report(kind, why);
        }

        _problem = why;
        _latest = null;
        _standing = null;
        _hadAuthority = false;
        DropPending();
        SetState(state);
    }

    private TimeSpan RetryAfter(TimeSpan delay)
    {
        _retryUntil = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        return delay;
    }

    private TimeSpan RetryLeft() => _retryUntil == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_time.GetTimestamp(), _retryUntil);

    private void DropPending()
    {
        if (Interlocked.Exchange(ref _pending, null) is not null)
        {
            Interlocked.Increment(ref _stale);
        }
    }

    /// <summary>
    /// Orderly end, within one transaction's deadline: a release that was submitted goes out; without one the lease is renewed a last time, so that whoever takes
    /// over has all of it for doing so. Not after a pause, and not when the controller had fallen silent.
    /// </summary>
    private async Task SayGoodbyeAsync()
    {
        if (LastWord() is not { } last || !MayCommand(last.Command))
        {
            return;
        }

        try
        {
            await SendAsync(last, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ModbusException failure)
        {
            Report(CabinetLinkEventKind.Lost, failure.Message);
        }
    }

    private Submitted? LastWord()
    {
        var pending = Interlocked.Exchange(ref _pending, null);
        if (pending is { Command.Kind: CommandKind.Release })
        {
            return pending;
        }

        var isFresh = _time.GetElapsedTime(_lastSubmit) <= _options.RenewWithin && _time.GetElapsedTime(_lastExchange) <= _options.PauseLimit;
        return isFresh && _standing is { } standing ? new Submitted(standing, _time.GetTimestamp()) : null;
    }
}
