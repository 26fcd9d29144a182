namespace Signals.Sim.Traffic;

/// <summary>What the signals say to a driver on one path.</summary>
internal enum Light : byte
{
    /// <summary>Wait at the line.</summary>
    Stop = 0,

    /// <summary>Yellow: stop if able.</summary>
    Clearing = 1,

    /// <summary>Flashing red or dark: stop, then go when free.</summary>
    StopThenGo = 2,

    /// <summary>Go after yielding.</summary>
    Permissive = 3,

    /// <summary>Go with right of way.</summary>
    Protected = 4,
}
