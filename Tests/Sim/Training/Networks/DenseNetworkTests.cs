using Signals.Sim.Training.Networks;

namespace Signals.Tests.Sim.Training.Networks;

[TestFixture, Category("Unit")]
public class DenseNetworkTests
{
    private static readonly NetworkOptions Small = new() { Width = 32, Epochs = 30, LearningRate = 0.005f, WeightDecay = 0.001f };

    [Test]
    public void Network_learns_most_of_what_a_constant_cannot()
    {
        var (rows, target) = TrainingRows.Make(3000, 6, 0.05, seed: 1);
        var (unseen, expected) = TrainingRows.Make(1000, 6, 0, seed: 2);
        var scaled = target.Select(t => t / 10).ToArray();

        var network = DenseNetwork.Train(rows, scaled, Ones(scaled.Length), Small);

        var error = expected.Select((e, row) => Math.Abs(10 * network.Predict(unseen[row]) - e)).Average();
        var constant = expected.Select(e => Math.Abs(e - expected.Order().ElementAt(expected.Length / 2))).Average();
        Assert.That(error, Is.LessThan(0.35 * constant));
    }

    [Test]
    public void Same_seed_gives_the_same_network_and_another_seed_another()
    {
        var (rows, target) = TrainingRows.Make(300, 6, 0.1, seed: 3);
        float[] Answers(ulong seed)
        {
            var network = DenseNetwork.Train(rows, target, Ones(target.Length), Small with { Epochs = 2, Seed = seed });
            return [.. Enumerable.Range(0, 20).Select(row => network.Predict(rows[row]))];
        }

        var first = Answers(1);
        Assert.That(Answers(1), Is.EqualTo(first));
        Assert.That(Answers(2), Is.Not.EqualTo(first));
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
