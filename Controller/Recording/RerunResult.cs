using Signals.Core.Tick.Recording;
using Signals.Core.Units;

namespace Signals.Controller.Recording;

/// <summary>Outcome of a rerun.</summary>
public sealed class RerunResult
{
    /// <summary>Ticks run.</summary>
    public long Ticks { get; internal set; }

    /// <summary>Ticks run from a known state, and so comparable bit for bit.</summary>
    public long Judged { get; internal set; }

    /// <summary>Fresh starts in the log.</summary>
    public long Begins { get; internal set; }

    /// <summary>Gaps in the log.</summary>
    public long Gaps { get; internal set; }

    /// <summary>Judged ticks that came out differently.</summary>
    public long Differences { get; internal set; }

    /// <summary>The first of them.</summary>
    public Difference? First { get; internal set; }

    /// <summary>The tick that was asked for.</summary>
    public Explanation? Explained { get; internal set; }

    /// <summary>Something was judged, and all of it agreed.</summary>
    public bool IsSame => Judged > 0 && Differences == 0;

    /// <summary>A tick that came out differently.</summary>
    public sealed record Difference(long Number, Instant Deadline, ResultDigest Recorded, ResultDigest Rerun);

    /// <summary>A tick with its inputs and its reasons.</summary>
    public sealed record Explanation(TickRecord Record, ResultDigest Rerun, string Reason);
}
