using CsCheck;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;

namespace Signals.Tests.Safety.Standards;

[TestFixture]
[Category("Unit")]
public sealed class RoundingRuleTests
{
    [TestCase(RoundingRule.UpToTenth, 3.21, 3.3)]
    [TestCase(RoundingRule.UpToTenth, 3.6, 3.6)]
    [TestCase(RoundingRule.UpToTenth, 3.60000000001, 3.6)]
    [TestCase(RoundingRule.NearestTenth, 3.21, 3.2)]
    [TestCase(RoundingRule.NearestTenth, 3.25, 3.3)]
    [TestCase(RoundingRule.UpToHalf, 3.01, 3.5)]
    [TestCase(RoundingRule.UpToHalf, 3.5, 3.5)]
    [TestCase(RoundingRule.UpToSecond, 3.01, 4.0)]
    public void Rounding_follows_its_rule(RoundingRule rule, double seconds, double expected) =>
        Assert.That(rule.Round(seconds), Is.EqualTo(Duration.FromSeconds(expected)));

    [Test]
    [Category("Property")]
    public void Rounding_up_never_shortens_and_adds_less_than_a_step() =>
        Gen.Double[0, 60].Sample(seconds =>
            RoundingRule.UpToTenth.Round(seconds).TotalSeconds is var up && up >= seconds - 1e-6 && up < seconds + 0.1);
}
