using Signals.Core.Model;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>
/// Limits of the detector tests. The tests are those of NTCIP 1202 (maximum presence, no activity, erratic counts) with limits that follow the
/// flow to be expected; the numbers are ours. Where the historic profile knows the flow, quiet Poisson traffic fails the no-activity test about once in 10⁶ tries.
/// </summary>
public static class HealthLimits
{
    /// <summary>A sensor that sends at fixed intervals is silent after three missed ones plus <see cref="SilentSlack"/>; never before this.</summary>
    public static readonly Duration SilentAtLeast = Duration.FromSeconds(5);

    /// <summary>Room for network and queueing in the silence test.</summary>
    public static readonly Duration SilentSlack = Duration.FromSeconds(2);

    /// <summary>A sensor that has never been heard of is silent this long after start.</summary>
    public static readonly Duration StartUpGrace = Duration.FromSeconds(60);

    /// <summary>Occupied this long, with at least <see cref="StuckOnGreen"/> of green to leave in, is stuck on.</summary>
    public static readonly Duration StuckOnAfter = Duration.FromSeconds(180);

    /// <summary>The same for a zone upstream, where a queue that is blocked beyond the intersection may really stand for minutes.</summary>
    public static readonly Duration StuckOnUpstreamAfter = Duration.FromSeconds(600);

    /// <summary>Green that must have been shown before standing presence proves a fault and not a queue.</summary>
    public static readonly Duration StuckOnGreen = Duration.FromSeconds(20);

    /// <summary>Occupied this long is stuck on whatever the signals showed.</summary>
    public static readonly Duration StuckOnAlways = Duration.FromSeconds(900);

    /// <summary>Occupied this long while a sister on the same lane saw <see cref="StuckOnSisterPassages"/> vehicles pass is stuck on.</summary>
    public static readonly Duration StuckOnAgainstSister = Duration.FromSeconds(60);

    public const double StuckOnSisterPassages = 8;

    /// <summary>A push button held this long is stuck on.</summary>
    public static readonly Duration ButtonStuckOn = Duration.FromSeconds(60);

    /// <summary>Bounds of the no-activity test.</summary>
    public static readonly Duration StuckOffAtLeast = Duration.FromSeconds(300);

    public static readonly Duration StuckOffAtMost = Duration.FromSeconds(4 * 3600);

    /// <summary>No-activity limit by day (06–22 h) while no flow is known; by night it is <see cref="StuckOffAtMost"/>.</summary>
    public static readonly Duration StuckOffByDay = Duration.FromSeconds(3600);

    /// <summary>Expected vehicles in the limit: the chance that none of 14 Poisson arrivals comes is 10⁻⁶.</summary>
    public const double StuckOffExpected = 14;

    /// <summary>Actuations in the last ten seconds (leaky) of one lane beyond which it chatters; traffic makes at most one a second.</summary>
    public const double ChatterActuations = 20;

    /// <summary>The same for a push button, which people do hammer.</summary>
    public const double ChatterPresses = 50;

    /// <summary>Time constant of the chatter test.</summary>
    public const double ChatterSeconds = 10;

    /// <summary>Time constant of the counts that sisters are compared by.</summary>
    public const double CompareSeconds = 300;

    /// <summary>A declared fault stands until the sensor has sent good data this long.</summary>
    public static readonly Duration DeclaredRecovery = Duration.FromSeconds(30);

    /// <summary>Degradation is forgotten this long after the last degraded or late message.</summary>
    public static readonly Duration DegradedFor = Duration.FromSeconds(10);

    /// <summary>A reading that arrives more than this after its own time is late: used, with less weight.</summary>
    public static readonly Duration LateAfter = Duration.FromSeconds(1);

    /// <summary>How long the test must pass before the detector is trusted again: hysteresis against flapping.</summary>
    public static Duration RecoveryOf(DetectorFault fault) => fault switch
    {
        DetectorFault.CabinetFault or DetectorFault.SensorFault => DeclaredRecovery,
        DetectorFault.Silent => Duration.FromSeconds(10),
        DetectorFault.Contradicting => Duration.FromSeconds(300),
        _ => Duration.FromSeconds(60),
    };

    /// <summary>Longest believable time without an actuation.</summary>
    /// <param name="expectedPerSecond">Historic flow of what the detector watches, veh/s; NaN when unknown.</param>
    /// <param name="local">Local time, for the default.</param>
    public static Duration StuckOffAfter(double expectedPerSecond, LocalTime local)
    {
        if (double.IsNaN(expectedPerSecond))
        {
            return IsDay(local) ? StuckOffByDay : StuckOffAtMost;
        }

        var seconds = StuckOffExpected / Math.Max(expectedPerSecond, 1e-4);
        return Duration.Max(StuckOffAtLeast, Duration.Min(StuckOffAtMost, Duration.FromSeconds(Math.Min(seconds, 1e6))));
    }

    /// <summary>
    /// True when two sensors that watch the same vehicles cannot both be right: two standard deviations as if their counts were independent (they are not: they see the same
    /// vehicles), 20 % for what each may miss, and 4 vehicles that one reports sooner than the other.
    /// </summary>
    public static bool Disagree(double countA, double countB) =>
        Math.Abs(countA - countB) > 2 * Math.Sqrt(countA + countB) + 0.2 * Math.Max(countA, countB) + 4;

    internal static Duration StuckOnLimit(Detector detector) =>
        detector.Role is DetectorRole.Advance or DetectorRole.Queue ? StuckOnUpstreamAfter : StuckOnAfter;

    internal static double ChatterLimit(Detector detector, int lanes) =>
        detector.Role == DetectorRole.Button ? ChatterPresses : ChatterActuations * lanes;

    private static bool IsDay(LocalTime local) =>
        local.SinceMidnight >= Duration.FromSeconds(6 * 3600) && local.SinceMidnight < Duration.FromSeconds(22 * 3600);
}
