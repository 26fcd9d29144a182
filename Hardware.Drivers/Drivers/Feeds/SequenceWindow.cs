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
/// Follows the sequence of one sensor. Remembers the last 64 numbers, so that a repeated message is told from an overtaken one; anything further back is a sensor that
/// began anew.
/// </summary>
internal struct SequenceWindow
{
    private const int Width = 64;
    private long _newest;
    private ulong _seen;
    private bool _started;

    /// <param name="sequence">Number of the message, ≥ 0.</param>
    /// <param name="missing">Messages that are missing before it.</param>
    public SequenceVerdict Take(long sequence, out long missing)
    {
        missing = 0;
        var step = sequence - _newest;
        if (!_started || step <= -Width)
        {
            var verdict = _started ? SequenceVerdict.Reset : SequenceVerdict.Next;
            _started = true;
            _newest = sequence;
            _seen = 1;
            return verdict;
        }

        if (step > 0)
        {
            _seen = step >= Width ? 1 : (_seen << (int)step) | 1;
            _newest = sequence;
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
