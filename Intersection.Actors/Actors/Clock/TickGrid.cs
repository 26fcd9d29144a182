namespace Signals.Actors.Clock;

/// <summary>
/// Arithmetic of the absolute grid: which tick is due next, and which one to tell when the clock woke late. Ticks that were slept through are counted and
/// never replayed.
/// </summary>
public sealed class TickGrid(long firstNumber)
{
    /// <summary>The tick to wait for.</summary>
    public long Next { get; private set; } = firstNumber;

    /// <summary>Ticks that were never told because the clock woke after the following one was due.</summary>
    public long Missed { get; private set; }

    /// <summary>The tick to tell, given that the grid has already reached tick <paramref name="reached"/>.</summary>
    public long Take(long reached)
    {
        var tell = Math.Max(Next, reached);
        Missed += tell - Next;
        Next = tell + 1;
        return tell;
    }
}
