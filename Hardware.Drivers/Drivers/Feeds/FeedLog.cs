using Microsoft.Extensions.Logging;

namespace Signals.Drivers.Feeds;

/// <summary>
/// Rate-limited log of rejected messages: at most one line for each reason in <see cref="FeedLimits.LogEvery"/>, with how many there were since the last line. A flood of
/// bad messages must not become a flood of log. Thread-safe.
/// </summary>
internal sealed class FeedLog(ILogger logger, TimeProvider time, FeedLimits limits, string site)
{
    private const int LongestDetail = 96;
    private readonly Lock _gate = new();
    private readonly long[] _since = new long[Enum.GetValues<FeedOutcome>().Length];
    private readonly long[] _loggedAt = new long[Enum.GetValues<FeedOutcome>().Length];

    /// <param name="reason">What happened.</param>
    /// <param name="detail">The latest case; text from outside is made printable and cut.</param>
    /// <param name="explanation">What it means for the reader.</param>
    public void Note(FeedOutcome reason, ReadOnlySpan<byte> detail, string explanation)
    {
        long count;
        lock (_gate)
        {
            _since[(int)reason]++;
            var last = _loggedAt[(int)reason];
            var stamp = time.GetTimestamp();
            if (last != 0 && time.GetElapsedTime(last, stamp).TotalMilliseconds < limits.LogEvery.Milliseconds)
            {
                return;
            }

            _loggedAt[(int)reason] = stamp == 0 ? 1 : stamp;
            count = _since[(int)reason];
            _since[(int)reason] = 0;
        }

        logger.LogWarning(
            "sensor feed {Site}: {Count} messages {Reason} since the last such line; latest: {Detail} ({Explanation})",
            site, count, reason, Printable(detail), explanation);
    }

    private static string Printable(ReadOnlySpan<byte> text)
    {
        var cut = text[..Math.Min(text.Length, LongestDetail)];
        return string.Create(cut.Length, cut, static (into, from) =>
        {
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = from[i] is >= 0x20 and < 0x7F ? (char)from[i] : '?';
            }
        });
    }
}
