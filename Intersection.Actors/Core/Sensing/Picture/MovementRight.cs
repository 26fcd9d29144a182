namespace Signals.Core.Sensing.Picture;

/// <summary>What the signals allow one movement now, least first.</summary>
internal enum MovementRight : byte
{
    /// <summary>Held.</summary>
    Stop = 0,

    /// <summary>May turn on red after stopping.</summary>
    OnRed = 1,

    /// <summary>Yellow: who cannot stop goes.</summary>
    Clearing = 2,

    /// <summary>May go after giving way.</summary>
    Permissive = 3,

    /// <summary>Right of way over everything.</summary>
    Protected = 4,
}
