using CsCheck;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

[TestFixture, Category("Unit")]
public sealed class HistoricProfileTests
{
    private static LocalTime At(DayOfWeek day, double hour) => new(day, Duration.FromSeconds(hour * 3600));

    [Test]
    public void Unknown_bin_is_not_a_number_rather_than_zero() =>
        Assert.That(new HistoricProfile(1).FlowPerSecond(0, At(DayOfWeek.Monday, 8)), Is.NaN);

    [Test]
    public void Weekdays_share_a_profile_and_other_days_have_their_own()
    {
        var profile = new HistoricProfile(1);
        profile.Observe(0, At(DayOfWeek.Monday, 8), 90, 900);
        Assert.That(profile.FlowPerSecond(0, At(DayOfWeek.Thursday, 8.2)), Is.EqualTo(0.1).Within(1e-6));
        Assert.That(profile.FlowPerSecond(0, At(DayOfWeek.Friday, 8)), Is.NaN);
        Assert.That(profile.FlowPerSecond(0, At(DayOfWeek.Monday, 8.25)), Is.NaN);
    }

    [Test]
    public void Profile_follows_a_change_of_traffic_within_a_month_but_not_in_a_day()
    {
        var profile = new HistoricProfile(1);
        for (var day = 0; day < 20; day++)
        {
            profile.Observe(0, At(DayOfWeek.Monday, 8), 90, 900);
        }

        profile.Observe(0, At(DayOfWeek.Monday, 8), 900, 900);
        Assert.That(profile.FlowPerSecond(0, At(DayOfWeek.Monday, 8)), Is.LessThan(0.2));
        for (var day = 0; day < 30; day++)
        {
            profile.Observe(0, At(DayOfWeek.Monday, 8), 900, 900);
        }

        Assert.That(profile.FlowPerSecond(0, At(DayOfWeek.Monday, 8)), Is.GreaterThan(0.95));
    }

    [Test, Category("Property")]
    public void Stored_profile_is_restored_exactly()
    {
        Gen.Select(Gen.Int[0, 6], Gen.Double[0, 24.99], Gen.Double[0, 500]).Array[0, 40].Sample(observations =>
        {
            var profile = new HistoricProfile(2);
            foreach (var (day, hour, vehicles) in observations)
            {
                profile.Observe(1, At((DayOfWeek)day, hour), vehicles, 900);
            }

            var restored = HistoricProfile.Restore(2, profile.Flows, profile.Weights);
            return restored.Flows.SequenceEqual(profile.Flows) && restored.Weights.SequenceEqual(profile.Weights);
        }, iter: 200);
    }

    [Test]
    public void Damaged_or_foreign_profile_is_refused()
    {
        var profile = new HistoricProfile(1);
        var flows = profile.Flows.ToArray();
        var weights = profile.Weights.ToArray();
        Assert.That(() => HistoricProfile.Restore(2, flows, weights), Throws.ArgumentException.With.Message.Contains("768"));
        flows[5] = float.NaN;
        Assert.That(() => HistoricProfile.Restore(1, flows, weights), Throws.ArgumentException.With.Message.Contains("bin 5"));
    }

    [Test]
    public void Quarter_of_an_hour_is_learned_only_when_most_of_it_was_measured()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Advance(1, 1)));
        run.Seconds(900 - 0.1, () =>
        {
            if (run.Now.UnixMilliseconds % 5000 == 0)
            {
                run.Edge(0, true);
                run.Edge(0, false);
            }
        });
        run.Seconds(1);
        Assert.That(run.State.Profile.FlowPerSecond(1, At(DayOfWeek.Monday, 8)), Is.EqualTo(0.2).Within(3).Percent);

        var failing = new SensingRun(Crossroads.With(Crossroads.Advance(1, 1)));
        failing.Seconds(901, () => failing.Interval(0, 1, 0.2f, 0.1, quality: ReadingQuality.Fault));
        Assert.That(failing.State.Profile.FlowPerSecond(1, At(DayOfWeek.Monday, 8)), Is.NaN, "substituted values are never learned");
    }
}
