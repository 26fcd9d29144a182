using System.Text;
using CsCheck;
using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Tuning;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Tuning;

[TestFixture]
public class PlanTextTests
{
    /// <summary>Random plans of the right shape: whatever the tuner finds, the text says exactly that, and nothing but numbers has moved.</summary>
    [TestCase("main-street.yaml"), Category("Property")]
    [TestCase("ludwigstrasse.yaml")]
    [TestCase("high-street.yaml")]
    [TestCase("renmin-lu.yaml")]
    public void Written_plans_read_back_and_everything_else_stays(string file)
    {
        var text = File.ReadAllText(TestCorridors.PathOf(file));
        var corridor = TestCorridors.LoadExample(file);
        Gen.Int[0, 200].Sample(
            more =>
            {
                var plans = corridor.Intersections.Select(x => (x.Id, Plan: Longer(x.PlanOf(1), new Duration(more * 100L)))).ToList();
                var written = PlanText.Replace(file, text, plans);
                var read = CorridorFile.Parse(file, Encoding.UTF8.GetBytes(written));

                Assert.That(read.Findings.Where(f => f.Severity == Signals.Core.Safety.Standards.Severity.Error), Is.Empty);
                foreach (var (id, plan) in plans)
                {
                    var back = read.Corridor!.Intersections.Single(x => x.Id == id).PlanOf(1);
                    Assert.That((back.Cycle, back.Offset), Is.EqualTo((plan.Cycle, plan.Offset)));
                    Assert.That(back.Splits, Is.EquivalentTo(plan.Splits));
                }

                Assert.That(WithoutNumbers(written), Is.EqualTo(WithoutNumbers(text)));
            },
            iter: 5);
    }

    [Test, Category("Unit")]
    public void Offset_that_the_file_leaves_out_is_added_beside_the_cycle()
    {
        const string Text = """
            intersections:
              a:
                plans:
                  1:
                    cycle: 80 s # by day
                    splits: { 1: 50 s, 2: 30 s }
              b:
                plans: { 1: { cycle: 80 s, splits: { 1: 50 s, 2: 30 s } } }
            """;
        var plan = Plan(90, 12.5, 60, 30);

        var written = PlanText.Replace("x.yaml", Text, [("a", plan), ("b", plan)]);

        Assert.That(written, Does.Contain("cycle: 90 s # by day\n        offset: 12.5 s\n        splits: { 1: 60 s, 2: 30 s }"));
        Assert.That(written, Does.Contain("{ cycle: 90 s, offset: 12.5 s, splits: { 1: 60 s, 2: 30 s } }"));
    }

    [Test, Category("Unit")]
    public void Plan_that_two_intersections_share_by_an_anchor_is_refused_with_its_line()
    {
        const string Text = """
            intersections:
              a: { plans: { 1: &day { cycle: 80 s, splits: { 1: 50 s, 2: 30 s } } } }
              b: { plans: { 1: *day } }
            """;
        var plan = Plan(90, 0, 60, 30);

        Assert.That(
            () => PlanText.Replace("x.yaml", Text, [("a", plan), ("b", plan)]),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("x.yaml:2: intersection \"b\"").And.Message.Contains("anchor"));
    }

    private static TimingPlan Plan(double cycle, double offset, params double[] splits) => new(
        1, Duration.FromSeconds(cycle), Duration.FromSeconds(offset), [.. splits.Select((s, i) => new Split(i + 1, Duration.FromSeconds(s)))], [1], TransitionMode.ShortWay);

    /// <summary>The first phase of each ring and the cycle get more; so do the phases that must meet it at the barrier, because it is in every ring.</summary>
    private static TimingPlan Longer(TimingPlan plan, Duration more) => plan with
    {
        Cycle = plan.Cycle + more,
        Offset = more,
        Splits = [.. plan.Splits.Select(s => plan.Coordinated.Contains(s.PhaseOrStage) ? s with { Length = s.Length + more } : s)],
    };

    private static string WithoutNumbers(string text) => new([.. text.Where(c => !char.IsAsciiDigit(c) && c != '.')]);
}
