using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>Days that carry the same traffic.</summary>
public enum DayClass : byte
{
    /// <summary>Monday to Thursday.</summary>
    Weekday = 0,
    Friday = 1,
    Saturday = 2,
    Sunday = 3,
}

/// <summary>
/// Usual arrival flow of each lane group by time of day: 96 bins of 15 minutes for each <see cref="DayClass"/>, updated exponentially. It learns from measured traffic
/// only, never from substituted values. Not thread-safe: the tick owns it. A shell stores <see cref="Flows"/> and <see cref="Weights"/> as they are.
/// </summary>
public sealed class HistoricProfile
{
    /// <summary>Length of a bin.</summary>
    public static readonly Duration BinLength = Duration.FromSeconds(900);

    public const int BinsPerDay = 96;

    public const int DayClasses = 4;

    /// <summary>Weight of a new day once the profile is settled: about ten days of memory.</summary>
    private const float Gain = 0.1f;

    /// <summary>Observations after which the plain mean becomes an exponential one.</summary>
    private const float Settled = 10;

    private readonly float[] _flows;
    private readonly float[] _weights;

    /// <param name="laneGroups">Number of lane groups, ≥ 0.</param>
    public HistoricProfile(int laneGroups)
        : this(laneGroups, new float[laneGroups * DayClasses * BinsPerDay], new float[laneGroups * DayClasses * BinsPerDay])
    {
    }

    private HistoricProfile(int laneGroups, float[] flows, float[] weights)
    {
        LaneGroups = laneGroups;
        _flows = flows;
        _weights = weights;
    }

    public int LaneGroups { get; }

    /// <summary>Vehicles per second, [(lane group × 4 + day class) × 96 + bin].</summary>
    public ReadOnlySpan<float> Flows => _flows;

    /// <summary>Observations behind each bin, at most 10; 0 = unknown. Same layout.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Restores a stored profile.</summary>
    /// <exception cref="ArgumentException">Wrong length, or a value that is not a flow: the stored profile belongs to another intersection or is damaged; start without one.</exception>
    public static HistoricProfile Restore(int laneGroups, ReadOnlySpan<float> flows, ReadOnlySpan<float> weights)
    {
        var expected = laneGroups * DayClasses * BinsPerDay;
        if (flows.Length != expected || weights.Length != expected)
        {
            throw new ArgumentException($"a profile of {laneGroups} lane groups has {expected} bins; flows have {flows.Length}, weights {weights.Length}");
        }

        for (var i = 0; i < expected; i++)
        {
            if (!(flows[i] is >= 0 and < 100) || !(weights[i] is >= 0 and <= Settled))
            {
                throw new ArgumentException($"bin {i} holds flow {flows[i]} with weight {weights[i]}; expected a flow of 0–100 veh/s and a weight of 0–{Settled}");
            }
        }

        return new HistoricProfile(laneGroups, flows.ToArray(), weights.ToArray());
    }

    /// <summary>The same flows, to be learned on apart.</summary>
    public HistoricProfile Copy() => new(LaneGroups, [.. _flows], [.. _weights]);

    public static DayClass ClassOf(DayOfWeek day) => day switch
    {
        DayOfWeek.Friday => DayClass.Friday,
        DayOfWeek.Saturday => DayClass.Saturday,
        DayOfWeek.Sunday => DayClass.Sunday,
        _ => DayClass.Weekday,
    };

    /// <summary>Bin 0–95; the 25th hour of a day of clock change falls into the last bin.</summary>
    public static int BinOf(LocalTime local) => (int)Math.Clamp(local.SinceMidnight.Milliseconds / BinLength.Milliseconds, 0, BinsPerDay - 1);

    /// <summary>Usual flow, veh/s; NaN when the bin has never been observed.</summary>
    public double FlowPerSecond(int laneGroup, LocalTime local)
    {
        var at = Slot(laneGroup, local);
        return _weights[at] > 0 ? _flows[at] : double.NaN;
    }

    /// <summary>Takes in one finished bin.</summary>
    /// <param name="laneGroup">Index of the lane group.</param>
    /// <param name="local">Any time inside the bin.</param>
    /// <param name="vehicles">Measured vehicles, ≥ 0; anything else is ignored.</param>
    /// <param name="seconds">Time that was really measured, &gt; 0.</param>
    public void Observe(int laneGroup, LocalTime local, double vehicles, double seconds)
    {
        if (!(vehicles >= 0 && seconds > 0 && vehicles / seconds < 100))
        {
            return;
        }

        var at = Slot(laneGroup, local);
        _weights[at] = Math.Min(Settled, _weights[at] + 1);
        var gain = Math.Max(Gain, 1 / _weights[at]);
        _flows[at] += gain * ((float)(vehicles / seconds) - _flows[at]);
    }

    private static int Slot(int laneGroup, LocalTime local) => (laneGroup * DayClasses + (int)ClassOf(local.Day)) * BinsPerDay + BinOf(local);
}
