using Signals.Core.Units;

namespace Signals.Actors.Clock;

/// <summary>
/// The one clock of a node: its own thread on the absolute 100 ms grid of UTC. It tells ticks; nobody computes on it. A clock that wakes late tells the latest
/// due tick once and counts the ones it slept through.
/// </summary>
public sealed class ControlClock : ITickGrid, IDisposable
{
    private const int TicksBetweenDiscipline = 50;

    private readonly ControlTime _time;
    private readonly IGridWait _wait;
    private readonly Action<ControlTick> _tell;
    private readonly TickGrid _grid;
    private readonly Thread _thread;
    private long _latest = -1;
    private volatile bool _stopping;

    /// <param name="time">The control time line.</param>
    /// <param name="wait">How to sleep; <see cref="WaitFor"/> chooses the platform's best.</param>
    /// <param name="tell">Takes each tick on the clock's thread: hand it on and return.</param>
    public ControlClock(ControlTime time, IGridWait wait, Action<ControlTick> tell)
    {
        _time = time;
        _wait = wait;
        _tell = tell;
        _grid = new TickGrid(NumberAt(time.Now) + 1);
        _thread = new Thread(Run) { IsBackground = true, Name = "control-clock", Priority = ThreadPriority.AboveNormal };
    }

    public long LatestNumber => Volatile.Read(ref _latest);

    public TimeProvider Time => _time;

    /// <summary>The same line with its arithmetic.</summary>
    public ControlTime ControlTime => _time;

    /// <summary>How late ticks were told.</summary>
    public LatenessHistogram Lateness { get; } = new();

    /// <summary>Ticks slept through since the start.</summary>
    public long Missed => _grid.Missed;

    /// <summary>Why the clock thread ended, null while it runs or when it was asked to.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The kernel's absolute sleep where the time is the machine's own; timers of the provider where it is scaled or faked.</summary>
    public static IGridWait WaitFor(ControlTime time) =>
        !time.IsMachineTime ? new ProviderWait(time) : NanosleepWait.IsSupported ? new NanosleepWait() : new StopwatchWait(time);

    public void Start() => _thread.Start();

    /// <summary>Ends the thread within one period and two seconds.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
        {
            _thread.Join(TimeSpan.FromSeconds(2));
        }

        (_wait as IDisposable)?.Dispose();
    }

    /// <summary>Waits for the next tick and tells it: one turn of the thread, callable by tests.</summary>
    public void Turn()
    {
        var due = _time.TimestampOf(ControlTick.Of(_grid.Next).Deadline);
        _wait.Until(due);
        if (_stopping)
        {
            return;
        }

        var woke = _time.GetTimestamp();
        Lateness.Record(_time.GetElapsedTime(due, woke));
        var tick = ControlTick.Of(_grid.Take(NumberAt(_time.InstantAt(woke))));
        Volatile.Write(ref _latest, tick.Number);
        _tell(tick);
        if (tick.Number % TicksBetweenDiscipline == 0)
        {
            _time.Discipline();
        }
    }

    private static long NumberAt(Instant instant) => instant.UnixMilliseconds / Duration.Tenth.Milliseconds;

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                Turn();
            }
        }
        catch (Exception failure) when (failure is InvalidOperationException or ObjectDisposedException)
        {
            Failure = failure;
        }
    }
}
