namespace Signals.Core.Model;

/// <summary>Whom a signal group serves; decides its indications and which timing rules apply.</summary>
public enum SignalGroupKind : byte
{
    /// <summary>Circular vehicle signal.</summary>
    Vehicle = 0,

    /// <summary>Protected turn arrow.</summary>
    TurnArrow = 1,
    Pedestrian = 2,
    Bicycle = 3,
    Transit = 4,

    /// <summary>Vehicle signal that follows its parent phases (NEMA overlap).</summary>
    Overlap = 5,
}
