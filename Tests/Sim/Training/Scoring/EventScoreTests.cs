using CsCheck;
using Signals.Sim.Training.Scoring;

namespace Signals.Tests.Sim.Training.Scoring;

[TestFixture, Category("Unit")]
public class EventScoreTests
{
    [Test]
    public void Certain_and_right_forecasts_have_full_skill()
    {
        var score = EventScore.Of([0, 1, 1, 0], [0, 1, 1, 0], _ => 0);

        Assert.That((score.Brier, score.Skill, score.Auc, score.CalibrationError), Is.EqualTo((0.0, 1.0, 1.0, 0.0)));
    }

    [Test]
    public void Base_rate_for_everybody_has_no_skill_and_tells_nobody_apart()
    {
        var score = EventScore.Of([0.25f, 0.25f, 0.25f, 0.25f], [0, 1, 0, 0], _ => 0);

        Assert.That(score.Skill, Is.Zero.Within(1e-9));
        Assert.That(score.Auc, Is.EqualTo(0.5));
        Assert.That(score.CalibrationError, Is.Zero.Within(1e-9));
    }

    [Test]
    public void Skill_is_unknown_when_the_event_never_came() => Assert.That(EventScore.Of([0.1f, 0.2f], [0, 0], _ => 0).Skill, Is.NaN);

    [Test, Category("Property")]
    public void Area_under_the_curve_is_the_share_of_pairs_in_the_right_order()
    {
        Gen.Select(Gen.Int[0, 5], Gen.Bool).Array[2, 40].Where(rows => rows.Any(r => r.Item2) && rows.Any(r => !r.Item2)).Sample(rows =>
        {
            var pairs = from a in rows where a.Item2 from b in rows where !b.Item2 select a.Item1 > b.Item1 ? 1 : a.Item1 == b.Item1 ? 0.5 : 0;

            var score = EventScore.Of([.. rows.Select(r => r.Item1 / 5f)], [.. rows.Select(r => r.Item2 ? 1f : 0)], _ => 0);

            return Math.Abs(score.Auc - pairs.Average()) < 1e-9;
        });
    }

    /// <summary>Two corridors that differ are two observations, however many rows they give.</summary>
    [Test]
    public void Interval_of_skill_is_wide_when_blocks_differ()
    {
        var happened = Enumerable.Range(0, 2000).Select(i => i % 4 == 0 ? 1f : 0).ToArray();
        var good = happened.Select((h, i) => i < 1000 ? h : 0.25f).ToArray();

        var score = EventScore.Of(good, happened, i => i / 1000);

        Assert.That(score.Skill, Is.EqualTo(0.5).Within(0.01));
        Assert.That(score.SkillLow, Is.EqualTo(0).Within(0.01));
        Assert.That(score.SkillHigh, Is.EqualTo(1).Within(0.01));
    }
}
