namespace Signals.Core.Model;

/// <summary>What decides on the adaptive rung. All of them respect the same calls, minimum greens, walks, clearances and longest waits.</summary>
public enum ControlMethod : byte
{
    /// <summary>The rolling-horizon optimiser; the default.</summary>
    Optimiser = 0,

    /// <summary>Most pressure, queues upstream less queues downstream (Varaiya 2013).</summary>
    MaxPressure = 1,

    /// <summary>Most vehicles near the stop line.</summary>
    Greedy = 2,

    /// <summary>Most efficient pressure, unless more vehicles still run towards the green (Zhang et al. 2022).</summary>
    AdvancedMaxPressure = 3,
}
