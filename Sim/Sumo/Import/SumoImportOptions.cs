using Signals.Core.Units;

namespace Signals.Sim.Sumo.Import;

/// <summary>Which sensors an imported intersection has.</summary>
public enum SumoDetection : byte
{
    /// <summary>A radar or camera that lists the vehicles of every lane, upstream and on the exits.</summary>
    Areas = 0,

    /// <summary>A loop at the stop line and one upstream, in each lane.</summary>
    Loops = 1,
}

/// <summary>How a SUMO network becomes a corridor. The same for every network.</summary>
public sealed record SumoImportOptions
{
    public static readonly SumoImportOptions Default = new();

    /// <summary>Default comparable.</summary>
    public SumoTiming Timing { get; init; } = SumoTiming.Comparable;

    /// <summary>Yellow of comparable timing; default 3 s. Not used for product timing.</summary>
    public Duration Yellow { get; init; } = Duration.FromSeconds(3);

    /// <summary>Minimum green of every vehicle group; default 5 s. With product timing not below what the standard allows.</summary>
    public Duration MinimumGreen { get; init; } = Duration.FromSeconds(5);

    /// <summary>Longest green of the actuated controllers against a call; default 50 s, as SUMO's own actuated programs.</summary>
    public Duration MaximumGreen { get; init; } = Duration.FromSeconds(50);

    /// <summary>Longest wait of a call; default (null) 120 s with product timing, 300 s with comparable timing.</summary>
    public Duration? MaximumWait { get; init; }

    /// <summary>Default areas.</summary>
    public SumoDetection Detection { get; init; } = SumoDetection.Areas;

    /// <summary>How far sensors see from the stop line, and along the exits; default 200 m.</summary>
    public Metres View { get; init; } = new(200);

    /// <summary>Timing standard of product timing, and of the corridor file: <c>mutcd</c>, <c>rilsa</c>, <c>uk</c> or <c>gb</c>. Default <c>mutcd</c>.</summary>
    public string Standard { get; init; } = "mutcd";

    /// <summary>Farthest stop line downstream that counts as a neighbour; default 1,000 m (a minute at 60 km/h).</summary>
    public Metres NeighbourReach { get; init; } = new(1000);
}
