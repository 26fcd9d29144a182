using System.Threading.Tasks.Sources;

namespace Signals.Modbus.Client;

/// <summary>
/// Wakes one waiting loop, on the pool or on the waking thread; a signal given while nobody waits is kept. Reused without allocation.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _source;
    private bool _isSet;
    private bool _isAwaited;

    /// <summary>For one waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _source.Reset();
            _isAwaited = true;
            return new ValueTask(this, _source.Version);
        }
    }

    /// <summary>The loop goes on on the pool. May be called inside a lock.</summary>
    public void Set() => Set(inline: false);

    /// <summary>The loop goes on here, and this returns once it waits again: a hop and a switch of threads less. Never inside a lock that the loop takes.</summary>
    public void SetInline() => Set(inline: true);

    private void Set(bool inline)
    {
        lock (_gate)
        {
            if (!_isAwaited)
            {
                _isSet = true;
                return;
            }

            _isAwaited = false;
        }

        // The one waiter resets the source only after this, so nobody else touches it.
        _source.RunContinuationsAsynchronously = !inline;
        _source.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
