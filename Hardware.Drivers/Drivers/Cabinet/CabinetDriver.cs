using System.Threading.Channels;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Modbus;
using Signals.Modbus.Client;

namespace Signals.Drivers.Cabinet;

/// <summary>
/// The link to one cabinet: identifies it, claims the epoch, polls, sends what is submitted and renews the lease. It commands only while the
/// cabinet's own status says that it may, and never re-claims after having been fenced until told to. <see cref="Latest"/>,
/// <see cref="Submit"/> and the counters are thread-safe and never block; <see cref="RunAsync"/> is called once.
/// </summary>
public sealed partial class CabinetDriver : ICabinetPort, IDisposable
{
    private const int KeptEvents = 256;

    private readonly IModbusMaster _master;
    private readonly ICabinetProtocol _protocol;
    private readonly CabinetDriverOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<CabinetLinkEvent> _events =
        Channel.CreateBounded<CabinetLinkEvent>(new BoundedChannelOptions(KeptEvents) { FullMode = BoundedChannelFullMode.DropOldest });

    private volatile CabinetStatus? _latest;
    private volatile string? _problem;
    private Submitted? _pending;
    private long _polls, _commands, _rejected, _stale, _failures;
    private int _lastReject;
    private int _state;
    private int _claimAllowed;
    private long _signals, _handled;

    /// <param name="master">Owned by the caller.</param>
    /// <param name="protocol">What the cabinet speaks, from its device profile.</param>
    /// <param name="timeProvider">Control time: its UTC is the time line of commands and statuses.</param>
    public CabinetDriver(IModbusMaster master, ICabinetProtocol protocol, CabinetDriverOptions? options = null, TimeProvider? timeProvider = null)
    {
        _master = master;
        _protocol = protocol;
        _options = options ?? CabinetDriverOptions.Default;
        _time = timeProvider ?? TimeProvider.System;
        _claimAllowed = _options.ClaimAtStart ? 1 : 0;
        _timer = _time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CabinetStatus? Latest => _latest;

    public LinkState State => (LinkState)Volatile.Read(ref _state);

    /// <summary>Why the cabinet is not reached or was refused, for people; null while all is well.</summary>
    public string? Problem => _problem;

    /// <summary>Round trips of all exchanges.</summary>
    public LatencyWindow RoundTrips { get; } = new();

    /// <summary>From <see cref="Submit"/> to the cabinet's acknowledgement.</summary>
    public LatencyWindow CommandTimes { get; } = new();

    public CabinetLinkStatistics Statistics => new(
        Interlocked.Read(ref _polls), Interlocked.Read(ref _commands), Interlocked.Read(ref _rejected), Interlocked.Read(ref _stale),
        Interlocked.Read(ref _failures), (RejectCode)Volatile.Read(ref _lastReject));

    /// <summary>Events since they were last read; the oldest are dropped beyond 256.</summary>
    public ChannelReader<CabinetLinkEvent> Events => _events.Reader;

    public void Submit(SafeCommand command)
    {
        Interlocked.Exchange(ref _pending, new Submitted(command, _time.GetTimestamp()));
        Wake();
    }

    /// <summary>Permits one claim of the epoch: after having been fenced once the owner is in a stable majority again, or at the end of shadow mode.</summary>
    public void AllowClaim() => Volatile.Write(ref _claimAllowed, 1);

    /// <summary>Looks once whether the device is the cabinet of the corridor file; for checks before a service starts.</summary>
    /// <exception cref="CabinetMismatchException">It is not.</exception>
    /// <exception cref="ModbusException">It cannot be reached.</exception>
    public Task IdentifyAsync(CancellationToken cancellationToken) => _protocol.IdentifyAsync(_master, cancellationToken);

    /// <summary>Keeps the cabinet polled, reconnecting for ever, until cancelled; a pending release is sent before it returns, or the lease renewed for a successor.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _lastExchange = _time.GetTimestamp();
        Wake();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var signals = Volatile.Read(ref _signals);
                _timer.Change(await CycleAsync(cancellationToken).ConfigureAwait(false), Timeout.InfiniteTimeSpan);
                Volatile.Write(ref _handled, signals);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        await SayGoodbyeAsync().ConfigureAwait(false);
        _latest = null;
        SetState(LinkState.Unreachable);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Every signal so far has been acted on; lets a test in fake time wait for the loop.</summary>
    internal bool IsIdle => Volatile.Read(ref _handled) == Volatile.Read(ref _signals);

    private void Wake()
    {
        Interlocked.Increment(ref _signals);
        _wake.Writer.TryWrite(true);
    }

    private void SetState(LinkState state) => Volatile.Write(ref _state, (int)state);

    private void Report(CabinetLinkEventKind kind, string text) => _events.Writer.TryWrite(new CabinetLinkEvent(_time.Now(), kind, text));

    private sealed record Submitted(SafeCommand Command, long At);
}
