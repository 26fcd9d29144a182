namespace Signals.Core.Sensing.Objects;

/// <summary>Why a zone's list does not hold a vehicle that it held before.</summary>
internal enum Disappearance : byte
{
    /// <summary>The sensor missed it; it is still there.</summary>
    Coasts = 0,

    /// <summary>Another zone sees it now.</summary>
    Moved = 1,

    /// <summary>Seen once only: it was no vehicle.</summary>
    WasFalse = 2,

    /// <summary>Gone, nobody knows where to.</summary>
    Lost = 3,

    /// <summary>Seen on an exit: it crossed the line.</summary>
    Left = 4,

    /// <summary>Lanes divide ahead of it: it took another way, or will be listed again in a moment.</summary>
    Dormant = 5,
}
