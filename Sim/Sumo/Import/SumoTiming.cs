namespace Signals.Sim.Sumo.Import;

/// <summary>Which safety timing an imported network gets.</summary>
public enum SumoTiming : byte
{
    /// <summary>As the published experiments: one yellow for all, all-red only where the network's own program has it.</summary>
    Comparable = 0,

    /// <summary>As on a street: yellow and red clearance of the timing standard for the speeds and widths of the network.</summary>
    Product = 1,
}
