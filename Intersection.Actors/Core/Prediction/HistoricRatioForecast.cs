using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Prediction;

/// <summary>
/// Forecast without a model: history × today's ratio → history → measured flow carried on → what the plan was made for. It is the floor under every trained model, and the yardstick
/// that a model has to beat. Deterministic; one instance an intersection, used by its tick only.
/// </summary>
/// <param name="intersection">Validated model.</param>
/// <param name="profile">Usual flow by time of day, as sensing learns it.</param>
public sealed class HistoricRatioForecast(Intersection intersection, HistoricProfile profile)
{
    /// <summary>Averaging of today's flow against history, seconds: long enough that a platoon is not a trend.</summary>
    public const double RatioSeconds = 600;

    /// <summary>Bounds of the ratio: beyond them today is not like history at all, and its shape is worth little.</summary>
    public const double LeastRatio = 0.25;

    public const double GreatestRatio = 3;

    /// <summary>The ratio fades to 1 with this time constant of look-ahead: what is unusual now is less so in a quarter of an hour.</summary>
    public const double FadeSeconds = 1800;

    /// <summary>Historic flows below this, veh/s (36 veh/h), give no usable ratio.</summary>
    private const double LeastFlow = 0.01;

    /// <summary>A plan is made for this degree of saturation (Webster: practical capacity).</summary>
    private const double PracticalSaturation = 0.85;

    /// <summary>Flow assumed in free operation, as a share of saturation flow.</summary>
    private const double FreeShare = 0.1;

    private readonly Trend[] _trends = new Trend[intersection.LaneGroups.Length];
    private readonly LaneGroupEstimate[] _estimates = new LaneGroupEstimate[intersection.LaneGroups.Length];
    private LocalTime _local;
    private Instant? _last;

    /// <summary>Follows the present estimates; once a second.</summary>
    /// <param name="now">Deadline of the tick.</param>
    /// <param name="local">Local civil time at <paramref name="now"/>.</param>
    /// <param name="laneGroups">One entry a lane group.</param>
    public void Advance(Instant now, LocalTime local, ReadOnlySpan<LaneGroupEstimate> laneGroups)
    {
        var seconds = _last is { } last ? Math.Clamp((now - last).TotalSeconds, 0, 60) : 1;
        _last = now;
        _local = local;
        laneGroups.CopyTo(_estimates);
        for (var i = 0; i < laneGroups.Length; i++)
        {
            _trends[i] = _trends[i].Follow(IsMeasured(i) ? laneGroups[i].ArrivalsPerSecond : double.NaN, profile.FlowPerSecond(i, local), seconds);
        }
    }

    /// <summary>Forecast of one lane group as of the last <see cref="Advance"/>.</summary>
    /// <param name="laneGroup">Index of the lane group.</param>
    /// <param name="best">Highest source to use: from <see cref="ForecastSource.HistoricRatio"/> on.</param>
    public ArrivalForecast Of(int laneGroup, ForecastSource best = ForecastSource.HistoricRatio)
    {
        var estimate = _estimates[laneGroup];
        var measured = IsMeasured(laneGroup);
        var usual = best == ForecastSource.PlanDefault ? double.NaN : profile.FlowPerSecond(laneGroup, _local);
        var ratio = _trends[laneGroup].Ratio;
        if (measured && best <= ForecastSource.HistoricRatio && !double.IsNaN(usual) && !double.IsNaN(ratio))
        {
            return Shaped(laneGroup, _local, estimate.ArrivalsPerSecond, ratio, ForecastSource.HistoricRatio, 0.8f * estimate.Quality);
        }

        if (measured && (double.IsNaN(usual) ? best < ForecastSource.Historic : best == ForecastSource.Persistence))
        {
            return Constant(estimate.ArrivalsPerSecond, ForecastSource.Persistence, 0.5f * estimate.Quality);
        }

        return double.IsNaN(usual)
            ? Constant(PlanFlow(laneGroup, _local), ForecastSource.PlanDefault, 0)
            : Shaped(laneGroup, _local, usual, 1, ForecastSource.Historic, 0.3f);
    }

    /// <summary>Today's flow against the usual one, bounded; NaN until a third of <see cref="RatioSeconds"/> was seen.</summary>
    public double Ratio(int laneGroup) => _trends[laneGroup].Ratio;

    /// <summary>Vehicles that usually arrive within the seconds from a time of day on; NaN while nothing is known of it.</summary>
    public double UsualWithin(int laneGroup, LocalTime local, double seconds)
    {
        const double Step = 60;
        var sum = 0.0;
        for (var at = 0.0; at < seconds; at += Step)
        {
            var length = Math.Min(Step, seconds - at);
            sum += length * Usual(laneGroup, local, at + length / 2);
        }

        return sum;
    }

    private bool IsMeasured(int laneGroup) => _estimates[laneGroup].Source < EstimateSource.Historic;

    /// <summary>The first minute follows what is measured now, blending into history × ratio; later horizons follow the profile.</summary>
    private ArrivalForecast Shaped(int laneGroup, LocalTime local, double now, double ratio, ForecastSource source, float quality)
    {
        var minute = Blend(now, Usual(laneGroup, local, 30) * Faded(ratio, 30), 0.5);
        var in60 = minute * 60;
        var in300 = in60 + Usual(laneGroup, local, 180) * Faded(ratio, 180) * 240;
        var in900 = in300 + Usual(laneGroup, local, 600) * Faded(ratio, 600) * 600;
        return new ArrivalForecast(
            (float)(now * 5), (float)Math.Max(now * 5, Blend(now, minute, 0.25) * 15), (float)Math.Max(now * 5, Blend(now, minute, 0.5) * 30),
            (float)in60, (float)in300, (float)in900, source, Duration.Zero, quality);
    }

    private static ArrivalForecast Constant(double flow, ForecastSource source, float quality) => new(
        (float)(flow * 5), (float)(flow * 15), (float)(flow * 30), (float)(flow * 60), (float)(flow * 300), (float)(flow * 900), source, Duration.Zero, quality);

    private static double Blend(double a, double b, double shareOfB) => a + (b - a) * shareOfB;

    private static double Faded(double ratio, double aheadSeconds) => 1 + (ratio - 1) * Math.Exp(-aheadSeconds / FadeSeconds);

    /// <summary>Historic flow some time ahead; the present bin's where the next one is unknown.</summary>
    private double Usual(int laneGroup, LocalTime local, double aheadSeconds)
    {
        var ahead = profile.FlowPerSecond(laneGroup, After(local, aheadSeconds));
        return double.IsNaN(ahead) ? profile.FlowPerSecond(laneGroup, local) : ahead;
    }

    private static LocalTime After(LocalTime local, double seconds)
    {
        var day = Duration.FromSeconds(24 * 3600);
        var at = local.SinceMidnight + Duration.FromSeconds(seconds);
        return at < day || local.SinceMidnight >= day ? new LocalTime(local.Day, at) : new LocalTime((DayOfWeek)(((int)local.Day + 1) % 7), at - day);
    }

    /// <summary>Flow that fills the plan's split for this lane group to practical capacity.</summary>
    private double PlanFlow(int laneGroup, LocalTime local)
    {
        var group = intersection.LaneGroups[laneGroup];
        var saturation = group.SaturationFlowPerLane.PerSecond * group.Lanes;
        var plan = intersection.PlanAt(local.Day, local.SinceMidnight);
        if (plan.IsFree)
        {
            return FreeShare * saturation;
        }

        var split = Split(plan, group.ServedBy).TotalSeconds - group.StartUpLost.Value;
        return PracticalSaturation * saturation * Math.Clamp(split / plan.Cycle.TotalSeconds, 0, 1);
    }

    /// <summary>Longest split among the phases or stages that serve the lane group.</summary>
    private Duration Split(TimingPlan plan, GroupSet servedBy)
    {
        var longest = Duration.Zero;
        switch (intersection.Sequence)
        {
            case StageSequence stages:
                foreach (var stage in stages.Stages)
                {
                    longest = stage.Groups.Overlaps(servedBy) ? Duration.Max(longest, plan.SplitOf(stage.Number)) : longest;
                }

                break;
            case RingBarrierSequence rings:
                foreach (var phase in rings.Phases)
                {
                    longest = servedBy.Contains(phase.VehicleGroup) ? Duration.Max(longest, plan.SplitOf(phase.Number)) : longest;
                }

                break;
            default:
                break;
        }

        return longest;
    }

    /// <summary>Today's flow and history's, averaged over the same time.</summary>
    private readonly record struct Trend(double Today, double Usual, double Observed)
    {
        /// <summary>Today against history, bounded; NaN until a third of the averaging time was seen.</summary>
        public double Ratio => Observed < RatioSeconds / 3 ? double.NaN
            : Usual < LeastFlow ? 1
            : Math.Clamp(Today / Usual, LeastRatio, GreatestRatio);

        public Trend Follow(double today, double usual, double seconds)
        {
            if (double.IsNaN(today) || double.IsNaN(usual))
            {
                return this with { Observed = Math.Max(0, Observed - seconds) }; // what is not measured goes stale
            }

            var observed = Math.Min(RatioSeconds, Observed + seconds);
            var gain = observed > 0 ? Math.Min(1, seconds / observed) : 0;
            return new Trend(Today + gain * (today - Today), Usual + gain * (usual - Usual), observed);
        }
    }
}
