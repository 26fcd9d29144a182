namespace Signals.Controller.Recording;

/// <summary>What a frame of a flight log is; values are written to disk: never renumber.</summary>
public enum FlightFrameKind : byte
{
    /// <summary>A fresh tick state starts here: a rerun starts from blank.</summary>
    Begin = 1,

    /// <summary>One tick, as <c>TickCodec</c> encodes it.</summary>
    Tick = 2,

    /// <summary>Ticks were lost because the recorder could not keep up; payload: how many, i64.</summary>
    Gap = 3,
}
