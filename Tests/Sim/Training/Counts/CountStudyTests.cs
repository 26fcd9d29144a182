using Signals.Sim.Training.Counts;
using Signals.Sim.Training.Networks;
using Signals.Sim.Training.Reports;

namespace Signals.Tests.Sim.Training.Counts;

[TestFixture, Category("Integration")]
public class CountStudyTests
{
    private static readonly CountModelOptions Small = new()
    {
        Trees = CountModelOptions.Default.Trees with { Trees = 40, Leaves = 15, LeastInLeaf = 20 },
        Network = new NetworkOptions { Width = 16, Epochs = 6 },
        Networks = 1,
        Stride = 1,
    };

    [Test]
    public void Learning_beats_every_simple_rule_where_there_is_something_to_learn()
    {
        var history = SyntheticCounts.Make(200, 60, seed: 7);
        var results = new CountStudy(history, CountSplit.Of(history), Small).Run(onTest: true, _ => { }, default);

        foreach (var result in results)
        {
            var learned = result.Scores[^1];
            Assert.That(result.Scores.SkipLast(3).Select(s => s.Mae), Is.All.GreaterThan(learned.Mae), $"{result.Minutes} min");
            Assert.That(learned.Mae, Is.InRange(learned.MaeLow, learned.MaeHigh));
        }
    }

    [Test]
    public void Verdict_says_plainly_when_learning_does_not_pay()
    {
        Assert.That(CountTables.Verdict(new CountResult(15, [], 0.9, 0.85, 0.95)), Does.EndWith("learning beats it."));
        Assert.That(CountTables.Verdict(new CountResult(15, [], 1.0, 0.95, 1.05)), Does.Contain("no difference").And.Contain("use history x ratio"));
        Assert.That(CountTables.Verdict(new CountResult(15, [], 1.1, 1.05, 1.2)), Does.Contain("worse"));
    }

    [Test]
    public void History_shorter_than_half_a_year_is_refused() =>
        Assert.That(() => CountSplit.Of(SyntheticCounts.Make(100, 60, seed: 1)), Throws.TypeOf<InvalidDataException>().With.Message.Contains("182"));
}
