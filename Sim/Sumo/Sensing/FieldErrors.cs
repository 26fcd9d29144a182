using Signals.Sim.Traffic;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>
/// Errors of a radar and camera as installed. Every draw is a function of seed, time and vehicle, so that a controller that changes one vehicle's path does not
/// change the luck of the others.
/// </summary>
internal sealed class FieldErrors(ulong seed)
{
    /// <summary>Share of vehicle observations that are missed.</summary>
    public const double MissRate = 0.03;

    /// <summary>False objects for each true observation.</summary>
    public const double FalseRate = 0.02;

    /// <summary>Share of stopped vehicles behind a longer one that stay hidden as long as they stand there.</summary>
    public const double OcclusionRate = 0.10;

    /// <summary>Age of what the sensors report, s.</summary>
    public const float LatencySeconds = 0.3f;

    /// <summary>Slower than this is standing, m/s.</summary>
    public const float StandingSpeed = 0.5f;

    private enum Draw : ulong
    {
        Miss = 1,
        False,
        Where,
        Speed,
        Occlusion,
    }

    /// <summary>True when this observation is missed.</summary>
    public bool IsMissed(int detector, int track, long second) => Uniform(Draw.Miss, detector, track, second) < MissRate;

    /// <summary>True when a false object is reported along with this observation.</summary>
    public bool IsFalse(int detector, int track, long second) => Uniform(Draw.False, detector, track, second) < FalseRate;

    /// <summary>Where in the zone a false object is, 0–1.</summary>
    public float FalsePlace(int detector, int track, long second) => (float)Uniform(Draw.Where, detector, track, second);

    /// <summary>How fast a false object seems to be, share of the lane's fastest, 0–1.</summary>
    public float FalseSpeed(int detector, int track, long second) => (float)Uniform(Draw.Speed, detector, track, second);

    /// <summary>True when a vehicle that stands behind a longer one is hidden by it: the same answer as long as it stands.</summary>
    public bool IsHidden(int track, long standsSince) => Uniform(Draw.Occlusion, 0, track, standsSince) < OcclusionRate;

    private double Uniform(Draw what, int detector, int track, long at) =>
        new SeededRandom(SeededRandom.Derive(seed ^ (ulong)at, (ulong)what | (ulong)(uint)detector << 8, (ulong)(uint)track)).NextDouble();
}
