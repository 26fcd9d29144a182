using CsCheck;
using Signals.Sim.Training.Trees;

namespace Signals.Tests.Sim.Training.Trees;

[TestFixture, Category("Unit")]
public class TreeTextTests
{
    private const string OneSplit = """
        tree
        version=v4
        Tree=0
        num_leaves=2
        num_cat=0
        split_feature=3
        threshold=0.1
        decision_type={0}
        left_child=-1
        right_child=-2
        leaf_value=1.5 -2.5

        end of trees
        """;

    [Test, Category("Property")]
    public void RoundDown_of_a_threshold_sends_every_float_the_way_the_double_does()
    {
        Gen.Double[-1e6, 1e6].Select(Gen.Int[-2, 2]).Sample((threshold, steps) =>
        {
            var value = (float)threshold;
            for (var i = 0; i < Math.Abs(steps); i++)
            {
                value = steps > 0 ? MathF.BitIncrement(value) : MathF.BitDecrement(value);
            }

            return value <= threshold == value <= TreeText.RoundDown(threshold);
        });
    }

    [TestCase("8", false)] // missing is NaN, default right
    [TestCase("10", true)] // missing is NaN, default left
    [TestCase("0", true)] // no missing value seen: NaN is taken for 0, and 0 ≤ 0.1
    public void Missing_values_go_where_the_decision_type_says(string kind, bool left)
    {
        var tree = TreeText.Parse(OneSplit.Replace("{0}", kind, StringComparison.Ordinal)).Single();

        Assert.That(tree.Splits.Single(), Is.EqualTo(new TreeSplit(3, TreeText.RoundDown(0.1), left, -1, -2)));
        Assert.That(tree.Leaves, Is.EqualTo(new[] { 1.5f, -2.5f }));
    }

    [TestCase("1")] // categorical
    [TestCase("4")] // zero is missing
    public void Splits_that_the_export_does_not_know_are_refused(string kind) =>
        Assert.That(() => TreeText.Parse(OneSplit.Replace("{0}", kind, StringComparison.Ordinal)), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void Text_without_an_end_is_refused() => Assert.That(() => TreeText.Parse("Tree=0\nleaf_value=1"), Throws.TypeOf<InvalidDataException>());
}
