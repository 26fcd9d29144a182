using CsCheck;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Core.Prediction;
using Signals.Tests.Sensing;

namespace Signals.Tests.Prediction;

[TestFixture, Category("Unit")]
public sealed class HistoricRatioForecastTests
{
    private static readonly Intersection Crossing = Crossroads.With(Crossroads.Advance(0, 0), Crossroads.Advance(1, 1));
    private readonly ArrivalForecast[] _into = new ArrivalForecast[2];

    [Test]
    public void Flow_twice_the_usual_is_expected_to_stay_high_but_to_come_back()
    {
        var forecast = new HistoricRatioForecast(Crossing, Flat(0.2));
        Run(forecast, 600, Measured(0.4));
        Assert.That(_into[0].Source, Is.EqualTo(ForecastSource.HistoricRatio));
        Assert.That(_into[0].In5s, Is.EqualTo(2).Within(0.01));
        Assert.That(_into[0].In60s, Is.EqualTo(24).Within(0.5));
        Assert.That(_into[0].In15min, Is.InRange(0.2 * 900 * 1.6, 0.4 * 900), "between history and twice history");
    }

    [Test]
    public void Coming_peak_is_seen_from_history()
    {
        var profile = new HistoricProfile(2);
        profile.Observe(0, At(8.0), 0.1 * 900, 900);
        profile.Observe(0, At(8.25), 0.5 * 900, 900);
        var forecast = new HistoricRatioForecast(Crossing, profile);
        Run(forecast, 300, Measured(0.1), startHour: 8.125);
        Assert.That(_into[0].In15min, Is.GreaterThan(0.3 * 900));
    }

    [Test]
    public void Ladder_goes_from_ratio_to_history_to_measured_flow_to_the_plan()
    {
        var withHistory = new HistoricRatioForecast(Crossing, Flat(0.2));
        Run(withHistory, 10, Measured(0.4));
        Assert.That(_into[0].Source, Is.EqualTo(ForecastSource.Historic), "ten seconds do not make a ratio");
        Run(withHistory, 600, Measured(0.4));
        Assert.That(_into[0].Source, Is.EqualTo(ForecastSource.HistoricRatio));
        Run(withHistory, 10, Blind());
        Assert.That(_into[0].Source, Is.EqualTo(ForecastSource.Historic));
        Assert.That(_into[0].In60s, Is.EqualTo(12).Within(0.1));

        var withoutHistory = new HistoricRatioForecast(Crossing, new HistoricProfile(2));
        Run(withoutHistory, 10, Measured(0.4));
        Assert.That(_into[0].Source, Is.EqualTo(ForecastSource.Persistence));
        Assert.That(_into[0].In5min, Is.EqualTo(120).Within(0.1));
        Run(withoutHistory, 10, Blind());
        Assert.That(_into[0].Source, Is.EqualTo(ForecastSource.PlanDefault));
        // Plan 1 of the crossroads: 50 s of 80 s for A, two lanes of 1,900 veh/h, 2 s lost, 85 %.
        Assert.That(_into[0].In60s, Is.EqualTo(0.85 * 2 * 1900 / 3600 * (50 - 2) / 80 * 60).Within(0.01));
        Assert.That(_into[0].Quality, Is.Zero);
    }

    [TestCase(ForecastSource.HistoricRatio, ForecastSource.HistoricRatio)]
    [TestCase(ForecastSource.Persistence, ForecastSource.Persistence)]
    [TestCase(ForecastSource.Historic, ForecastSource.Historic)]
    [TestCase(ForecastSource.PlanDefault, ForecastSource.PlanDefault)]
    public void No_source_above_the_best_that_is_allowed_is_used(ForecastSource best, ForecastSource expected)
    {
        var forecast = new HistoricRatioForecast(Crossing, Flat(0.2));
        Run(forecast, 600, Measured(0.4));
        Assert.That(forecast.Of(0, best).Source, Is.EqualTo(expected));
    }

    [Test]
    public void Lane_groups_are_forecast_apart()
    {
        var forecast = new HistoricRatioForecast(Crossing, new HistoricProfile(2));
        Ask(forecast, new Instant(0), At(8), [Measured(0.1)[0], Blind()[0]], _into);
        Assert.That(_into.Select(f => f.Source), Is.EqualTo(new[] { ForecastSource.Persistence, ForecastSource.PlanDefault }));
    }

    [Test]
    public void Midnight_and_the_end_of_the_week_are_crossed()
    {
        var profile = new HistoricProfile(2);
        profile.Observe(0, new LocalTime(DayOfWeek.Saturday, Duration.FromSeconds(24 * 3600 - 60)), 90, 900);
        profile.Observe(0, new LocalTime(DayOfWeek.Sunday, Duration.Zero), 450, 900);
        var forecast = new HistoricRatioForecast(Crossing, profile);
        Ask(forecast, new Instant(0), new LocalTime(DayOfWeek.Saturday, Duration.FromSeconds(24 * 3600 - 60)), Blind(), _into);
        Assert.That(_into[0].In15min, Is.EqualTo(0.1 * 60 + 0.5 * 840).Within(1));
    }

    [Test, Category("Property")]
    public void Forecast_is_finite_not_negative_and_cumulative_for_any_history()
    {
        Gen.Select(Gen.Double[0, 3].Array[96], Gen.Double[0, 3], Gen.Int[0, 86_000], Gen.Int[1, 900]).Sample(
            (usual, flow, start, seconds) =>
            {
                var profile = new HistoricProfile(2);
                for (var bin = 0; bin < 96; bin++)
                {
                    profile.Observe(0, At(bin / 4.0), usual[bin] * 900, 900);
                }

                var forecast = new HistoricRatioForecast(Crossing, profile);
                var into = new ArrivalForecast[2];
                for (var s = 0; s < seconds; s += 30)
                {
                    Ask(forecast, new Instant(s * 1000), new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(start + s)), Measured(flow), into);
                }

                var f = into[0];
                var rising = new[] { 0, f.In5s, f.In15s, f.In30s, f.In60s, f.In5min, f.In15min };
                return rising.All(float.IsFinite) && rising.Zip(rising.Skip(1)).All(p => p.Second >= p.First - 1e-3f)
                    && f.Within(Duration.FromSeconds(450)) >= f.In5min - 1e-3;
            },
            iter: 500);
    }

    private static void Ask(HistoricRatioForecast forecast, Instant now, LocalTime local, LaneGroupEstimate[] estimates, ArrivalForecast[] into)
    {
        forecast.Advance(now, local, estimates);
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = forecast.Of(i);
        }
    }

    private static LocalTime At(double hour) => new(DayOfWeek.Monday, Duration.FromSeconds(hour * 3600));

    private static HistoricProfile Flat(double flow)
    {
        var profile = new HistoricProfile(2);
        for (var quarter = 0; quarter < 96; quarter++)
        {
            profile.Observe(0, At(quarter / 4.0), flow * 900, 900);
        }

        return profile;
    }

    private static LaneGroupEstimate[] Measured(double flow) => Both(new LaneGroupEstimate(
        0, flow, 0, float.NaN, float.NaN, 0, 1, false, EstimateSource.Measured, 1));

    private static LaneGroupEstimate[] Blind() => Both(new LaneGroupEstimate(
        0, 0.05, 0, float.NaN, float.NaN, 0, 1, false, EstimateSource.Recall, 0));

    private static LaneGroupEstimate[] Both(LaneGroupEstimate estimate) => [estimate, estimate];

    private Instant _now;

    private void Run(HistoricRatioForecast forecast, int seconds, LaneGroupEstimate[] estimates, double startHour = 8)
    {
        for (var s = 0; s < seconds; s++)
        {
            _now += Duration.FromSeconds(1);
            Ask(forecast, _now, At(startHour), estimates, _into);
        }
    }
}
