using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Phases;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Adaptive;

[TestFixture]
[Category("Unit")]
public sealed class ArrivalForecastTests
{
    private const int Horizon = 60;

    /// <summary>Measured flows of the western approach, veh/s: through and left.</summary>
    private const double Through = 0.06, Left = 0.02;

    /// <summary>280 m at 14 m/s: 20 s.</summary>
    private static readonly Link Upstream = new("upstream", "E", "ring-hafen", "W", new Metres(280), new MetresPerSecond(14), 1);

    [Test]
    public void Announced_platoon_appears_at_the_stop_line_after_the_travel_time()
    {
        // Four vehicles in the first ten seconds, nobody after them.
        var forecast = Forecast(now => new NeighbourOutflow("upstream", "W", now, [2, 2, 0, 0, 0, 0, 0, 0], SpaceVehicles: -1));

        Assert.That(Seconds(forecast, 0, 0, 20), Is.All.EqualTo(Through).Within(1e-6), "what left before the profile's start is only measured");
        Assert.That(Seconds(forecast, 0, 20, 30), Is.All.EqualTo(0.4 * 0.75).Within(1e-6));
        Assert.That(Seconds(forecast, 0, 30, 60), Is.All.Zero);
        Assert.That(Seconds(forecast, 2, 20, 30), Is.All.EqualTo(0.4 * 0.25).Within(1e-6), "the left turn gets its share of the approach");
    }

    [Test]
    public void Measured_flow_fills_in_behind_the_end_of_the_profile()
    {
        var forecast = Forecast(now => new NeighbourOutflow("upstream", "W", now, [5], SpaceVehicles: -1));

        Assert.That(Seconds(forecast, 0, 20, 25), Is.All.EqualTo(0.75).Within(1e-6));
        Assert.That(Seconds(forecast, 0, 25, 60), Is.All.EqualTo(Through).Within(1e-6));
    }

    [Test]
    public void Profile_counts_its_age_until_it_is_stale_and_is_ignored_from_then_on()
    {
        var fresh = Forecast(now => new NeighbourOutflow("upstream", "W", now - NeighbourOutflow.FreshFor, [5, 0, 0, 0, 0, 0, 0, 0, 0, 0], -1));
        var stale = Forecast(now => new NeighbourOutflow("upstream", "W", now - NeighbourOutflow.FreshFor - Duration.Tenth, [5, 0, 0, 0, 0, 0, 0, 0, 0, 0], -1));

        Assert.That(Seconds(fresh, 0, 15, 20), Is.All.EqualTo(0.75).Within(1e-6), "five seconds old: the platoon is five seconds nearer");
        Assert.That(Seconds(fresh, 0, 20, 60), Is.All.Zero);
        Assert.That(Seconds(stale, 0, 0, 60), Is.All.EqualTo(Through).Within(1e-6));
    }

    [TestCase("stranger", "W", TestName = "Profile_of_a_sender_without_a_link_is_ignored")]
    [TestCase("upstream", "E", TestName = "Profile_for_an_approach_that_the_link_does_not_reach_is_ignored")]
    public void Profile_that_fits_no_link_is_ignored(string from, string approach)
    {
        var forecast = Forecast(now => new NeighbourOutflow(from, approach, now, [5, 5, 5, 5], SpaceVehicles: -1));

        Assert.That(Seconds(forecast, 0, 0, 60), Is.All.EqualTo(Through).Within(1e-6));
        Assert.That(Seconds(forecast, 1, 0, 60), Is.All.Zero);
    }

    [Test]
    public void Forecast_arrivals_take_the_place_of_the_measured_flow_beyond_the_view()
    {
        var forecast = Forecast(null, [new(1, 3, 6, 30, 100, 300, default, Duration.Zero, 1)]);

        // Lane group 0 has one lane, whose view ends ten seconds from the line.
        Assert.That(Seconds(forecast, 0, 10, 15), Is.All.EqualTo(0.2).Within(1e-5));
        Assert.That(Seconds(forecast, 0, 15, 25), Is.All.EqualTo(0.2).Within(1e-5));
        Assert.That(Seconds(forecast, 0, 25, 40), Is.All.EqualTo(0.2).Within(1e-5));
        Assert.That(Seconds(forecast, 0, 40, 60), Is.All.EqualTo(0.8).Within(1e-5));
    }

    [Test]
    public void Neighbour_says_when_and_the_forecast_how_many()
    {
        var forecast = Forecast(now => new NeighbourOutflow("upstream", "W", now, [0, 8, 0, 0, 0, 0, 0, 0, 0, 0], -1), [new(0, 0, 6, 6, 6, 6, default, Duration.Zero, 1)]);

        Assert.That(Seconds(forecast, 0, 25, 30).Sum(), Is.EqualTo(6).Within(0.01), "six of the twenty announced, in their five seconds");
        Assert.That(Seconds(forecast, 0, 30, 40), Is.All.Zero);
    }

    [Test]
    public void Forecast_without_quality_is_not_looked_at()
    {
        var forecast = Forecast(null, [new(50, 150, 300, 600, 3000, 9000, Signals.Core.Ports.ForecastSource.PlanDefault, Duration.Zero, 0)]);

        Assert.That(Seconds(forecast, 0, 0, 60), Is.All.EqualTo(Through).Within(1e-6));
    }

    [Test]
    public void Older_forecast_is_read_from_its_own_moment()
    {
        var forecast = Forecast(null, [new(0, 10, 10, 10, 10, 10, default, Duration.FromSeconds(5), 1)]);

        Assert.That(Seconds(forecast, 0, 10, 15).Sum(), Is.EqualTo(5).Within(1e-4), "half of what was to come between 5 and 15 s comes in the next five");
        Assert.That(Seconds(forecast, 0, 15, 25).Sum(), Is.EqualTo(5).Within(1e-4));
    }

    [Test]
    public void Platoon_that_left_before_the_latest_profile_is_still_on_its_way()
    {
        // Ten vehicles leave in five seconds; ten seconds later the neighbour only speaks of what comes after them.
        var intersection = TestIntersections.German();
        var forecast = new ArrivalForecast(intersection, [Upstream], Horizon, []);
        var loop = Loop(intersection);
        loop.LaneGroups[0] = Estimate(Through);
        var start = loop.Now;
        loop.Neighbours = [new NeighbourOutflow("upstream", "W", start, [10, 0, 0, 0], -1)];
        forecast.Note(loop.View());

        loop.Neighbours = [new NeighbourOutflow("upstream", "W", start + Duration.FromSeconds(10), [0, 0, 0, 0], -1)];
        forecast.Update(loop.View() with { Now = start + Duration.FromSeconds(10) });

        Assert.That(Seconds(forecast, 0, 10, 15), Is.All.EqualTo(2).Within(1e-6), "seen from ten seconds later they arrive in 10 to 15 s");
        Assert.That(Seconds(forecast, 0, 15, 20), Is.All.EqualTo(Through).Within(1e-6), "of these seconds nothing was said");
    }

    private static ArrivalForecast Forecast(Func<Instant, NeighbourOutflow>? announced, Signals.Core.Ports.ArrivalForecast[]? expected = null)
    {
        var intersection = TestIntersections.German();
        int[] beyond = [.. intersection.LaneGroups.SelectMany(g => Enumerable.Repeat(10, g.Lanes))];
        var forecast = new ArrivalForecast(intersection, [Upstream], Horizon, beyond);
        var loop = Loop(intersection);
        loop.Forecasts = expected ?? [];
        loop.LaneGroups[0] = Estimate(Through);
        loop.LaneGroups[2] = Estimate(Left);
        loop.Neighbours = announced is null ? [] : [announced(loop.Now)];
        forecast.Update(loop.View());
        return forecast;
    }

    private static ClosedLoop Loop(Intersection intersection) =>
        new(intersection, new ActuatedController(PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), intersection.StartUp));

    private static float[] Seconds(ArrivalForecast forecast, int lane, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(second => forecast[lane, second])];

    private static LaneGroupEstimate Estimate(double arrivals) =>
        new(0, arrivals, 0, float.NaN, float.NaN, 0, 0.5, false, EstimateSource.Measured, 1);
}
