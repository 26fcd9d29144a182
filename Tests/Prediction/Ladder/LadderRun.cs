using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Prediction.Ladder;
using Signals.Prediction.Running;
using Signals.Tests.Sensing;

namespace Signals.Tests.Prediction.Ladder;

/// <summary>A ladder asked once a second by a crossroads with two lane groups, on which <see cref="PerMinute"/> vehicles arrive.</summary>
internal sealed class LadderRun : IEventSink
{
    private static readonly Intersection Crossing = Crossroads.With(Crossroads.Advance(0, 0), Crossroads.Advance(1, 1));

    private readonly HistoricRatioForecast _historic = new(Crossing, new HistoricProfile(2));
    private readonly ArrivalForecast[] _forecasts = new ArrivalForecast[2];

    public LadderRun(IForecastDesk? desk, ForecastSource best = ForecastSource.Model) =>
        Ladder = new ForecastLadder(Crossing, best, desk, ForecastLimits.Default, this);

    public ForecastLadder Ladder { get; }

    public Instant Now { get; private set; } = new(1_800_000_000_000);

    public float PerMinute { get; set; } = 12;

    /// <summary>Changes a second's rows before they are asked.</summary>
    public Action<float[]>? Spoil { get; set; }

    /// <summary>Runs between question and answer.</summary>
    public Func<Task>? BetweenAsync { get; set; }

    /// <summary>Source and cause of each event 20013.</summary>
    public List<(ForecastSource Source, ForecastCause Cause)> Events { get; } = [];

    public ReadOnlySpan<ArrivalForecast> Forecasts => _forecasts;

    public void Record(in HiResEvent happened)
    {
        Assert.That(happened.Code, Is.EqualTo(EventCode.ForecastSource));
        Events.Add(((ForecastSource)(happened.Parameter % 16), (ForecastCause)(happened.Parameter / 16)));
    }

    public async Task RunAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Ask();
            if (BetweenAsync is { } between)
            {
                await between();
            }

            Take();
        }
    }

    public void Run(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Ask();
            Take();
        }
    }

    private void Ask()
    {
        Now += Duration.FromSeconds(1);
        var estimate = new LaneGroupEstimate(0, PerMinute / 60, 0, float.NaN, float.NaN, 0, 1, false, EstimateSource.Measured, 1);
        var local = new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(8 * 3600));
        _historic.Advance(Now, local, [estimate, estimate]);
        var rows = TestModels.Rows(PerMinute / 60, PerMinute / 60);
        rows[FeatureColumn.ArrivalSum] = PerMinute;
        rows[FeatureColumn.Count + FeatureColumn.ArrivalSum] = PerMinute;
        Spoil?.Invoke(rows);
        Ladder.Ask(new ForecastFrame { Now = Now, Local = local, LaneGroups = [estimate, estimate], Rows = rows, Floor = _historic });
    }

    private void Take()
    {
        Assert.That(Ladder.TryTake(Now + Duration.Tenth, _forecasts), Is.True);
        foreach (var forecast in _forecasts)
        {
            Assert.That(float.IsFinite(forecast.In5s) && forecast.In5s >= 0 && forecast.In15min >= forecast.In60s, "whatever happens, a forecast is a number");
        }
    }
}
