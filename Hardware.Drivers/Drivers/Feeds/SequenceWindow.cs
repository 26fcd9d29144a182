using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>What a sequence number says of its message.</summary>
internal enum SequenceVerdict
{
    Next,
    Gap,
    Duplicate,
    Reordered,
    Reset,
}

/// <summary>
/// Follows the sequence of one sensor. Remembers the last 64 numbers, so that a repeated message is told from an overtaken one. A number further back, or a known number with
/// a clearly later time, is a sensor that began anew.
/// </summary>
internal struct SequenceWindow
{
    private const int Width = 64;

    /// <summary>An overtaken or repeated message is never this much later than the newest.</summary>
    private static readonly Duration ClearlyLater = Duration.FromSeconds(2);

    private Instant _newestTime;
    private long _newest;
    private ulong _seen;
    private bool _started;

    /// <param name="sequence">Number of the message, ≥ 0.</param>
    /// <param name="at">Sensor time of the message.</param>
    /// <param name="missing">Messages that are missing before it.</param>
    public SequenceVerdict Take(long sequence, Instant at, out long missing)
    {
        missing = 0;
        var step = sequence - _newest;
        if (!_started || step <= -Width || (step <= 0 && at - _newestTime > ClearlyLater))
        {
            var verdict = _started ? SequenceVerdict.Reset : SequenceVerdict.Next;
            _started = true;
            _newest = sequence;
            _newestTime = at;
            _seen = 1;
            return verdict;
        }

        if (step > 0)
        {
            _seen = step >= Width ? 1 : (_seen << (int)step) | 1;
            _newest = sequence;
            _newestTime = at > _newestTime ? at : _newestTime;
            missing = step - 1;
            return missing > 0 ? SequenceVerdict.Gap : SequenceVerdict.Next;
        }

        var bit = 1UL << (int)-step;
        if ((_seen & bit) != 0)
        {
            return SequenceVerdict.Duplicate;
        }

        _seen |= bit;
        return SequenceVerdict.Reordered;
    }
}
