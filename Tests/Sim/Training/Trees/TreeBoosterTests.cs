using Signals.Sim.Traffic;
using Signals.Sim.Training;
using Signals.Sim.Training.Trees;

namespace Signals.Tests.Sim.Training.Trees;

[TestFixture, Category("Unit")]
public sealed class TreeBoosterTests
{
    [Test]
    public void Ignored_feature_is_never_split_on_however_much_it_tells()
    {
        var random = new SeededRandom(5);
        var table = new FeatureTable(2, 2000);
        var labels = new float[2000];
        for (var row = 0; row < labels.Length; row++)
        {
            var features = table.Append();
            features[0] = (float)random.NextDouble();
            features[1] = (float)random.NextDouble();
            labels[row] = 10 * features[0] + features[1];
        }

        using var data = new TreeDataset(table);
        data.SetLabels(labels);
        var options = new TreeOptions { Trees = 10, FeatureShare = 1 };

        Assert.That(FeaturesOf(options), Does.Contain(0));
        Assert.That(FeaturesOf(options with { Ignored = [0] }), Is.Not.Empty.And.All.EqualTo(1));

        int[] FeaturesOf(TreeOptions chosen)
        {
            using var booster = TreeBooster.Train(data, chosen);
            return [.. TreeText.Parse(booster.ToText()).SelectMany(tree => tree.Splits).Select(split => split.Feature)];
        }
    }
}
