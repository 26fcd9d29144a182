using System.Collections.Concurrent;

namespace Signals.Controller.Storage;

/// <summary>
/// A bounded queue in front of a thread that writes to disk. Adding never blocks and never fails: what does not fit is counted. The
/// thread is its own, because storage may block for seconds and must not hold a thread that others need.
/// </summary>
internal sealed class BackgroundWriter<T> : IDisposable
{
    private readonly BlockingCollection<T> _waiting;
    private readonly Action<List<T>> _write;
    private readonly List<T> _batch;
    private readonly int _batchLimit;
    private readonly TimeSpan _patience;
    private readonly Thread _thread;
    private long _dropped;

    /// <param name="name">Name of the thread.</param>
    /// <param name="capacity">Items that may wait.</param>
    /// <param name="batchLimit">Most items handed to one <paramref name="write"/>.</param>
    /// <param name="patience">Longest time between two calls of <paramref name="write"/>, which then may get an empty batch.</param>
    /// <param name="write">Writes a batch; keeps its own failures to itself.</param>
    public BackgroundWriter(string name, int capacity, int batchLimit, TimeSpan patience, Action<List<T>> write)
    {
        _waiting = new BlockingCollection<T>(new ConcurrentQueue<T>(), capacity);
        _write = write;
        _batch = new List<T>(batchLimit);
        _batchLimit = batchLimit;
        _patience = patience;
        _thread = new Thread(Run) { IsBackground = true, Name = name, Priority = ThreadPriority.BelowNormal };
    }

    /// <summary>Items that found the queue full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Start() => _thread.Start();

    /// <summary>False when the queue is full or closed; the item is counted as dropped.</summary>
    public bool TryAdd(T item)
    {
        try
        {
            if (_waiting.TryAdd(item))
            {
                return true;
            }
        }
        catch (InvalidOperationException)
        {
            // Closed: the process is ending, and what still comes is late.
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Writes what waits, for at most ten seconds, and ends the thread.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        if (!_thread.IsAlive || _thread.Join(TimeSpan.FromSeconds(10)))
        {
            _waiting.Dispose();
        }
    }

    private void Run()
    {
        while (!_waiting.IsCompleted)
        {
            _batch.Clear();
            if (_waiting.TryTake(out var first, _patience))
            {
                _batch.Add(first);
                while (_batch.Count < _batchLimit && _waiting.TryTake(out var next))
                {
                    _batch.Add(next);
                }
            }

            _write(_batch);
        }
    }
}
