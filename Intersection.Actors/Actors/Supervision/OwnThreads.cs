using Akka.Dispatch;

namespace Signals.Actors.Supervision;

/// <summary>
/// Threads of a dispatcher's own that sleep when there is nothing to do. Akka's fork-join threads spin for a while before each sleep: ten bursts of ticks a second kept them
/// at it for a tenth of the node's CPU time. A thread that schedules one actor from within another takes it itself afterwards, instead of waking a second thread for it.
/// </summary>
/// <remarks>What waits is one entry for each actor that has mail, so it is bounded by the number of actors.</remarks>
public sealed class OwnThreads : ExecutorService
{
    private readonly object _gate = new();
    private readonly Queue<IRunnable> _waiting = new();
    private readonly Thread[] _threads;
    private int _idle;
    private bool _ended;

    /// <param name="id">Names the threads.</param>
    /// <param name="count">How many, 1 or more.</param>
    public OwnThreads(string id, int count)
        : base(id)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _threads = [.. Enumerable.Range(1, count).Select(_ => new Thread(Run) { IsBackground = true, Name = id })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public override void Execute(IRunnable run)
    {
        lock (_gate)
        {
            if (_ended)
            {
                throw new RejectedExecutionException($"{Id} has been shut down");
            }

            _waiting.Enqueue(run);
            if (_idle > 0 && (_waiting.Count > 1 || !IsOurs(Thread.CurrentThread)))
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>What waits is still done; the threads then end by themselves.</summary>
    public override void Shutdown()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool IsOurs(Thread thread) => Array.IndexOf(_threads, thread) >= 0;

    private void Run()
    {
        while (Next() is { } run)
        {
            run.Run();
        }
    }

    private IRunnable? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_ended)
                {
                    return null;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            return _waiting.Dequeue();
        }
    }
}
