using Signals.Sim.Sumo.Running;

namespace Signals.Tests.Sim.Sumo.Running;

[TestFixture, Category("Unit")]
public class SeedListTests
{
    [TestCase("1-3", new[] { 1, 2, 3 })]
    [TestCase("7", new[] { 7 })]
    [TestCase("103,101-102,101", new[] { 101, 102, 103 })]
    public void Ranges_and_lists_are_read_in_order_and_once(string text, int[] expected)
    {
        Assert.That(SeedList.TryParse(text, out var seeds, out _), Is.True);
        Assert.That(seeds, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("3-1")]
    [TestCase("-4")]
    [TestCase("1-2-3")]
    [TestCase("one")]
    [TestCase("0-5000")]
    [TestCase("99999999999")]
    public void Anything_else_is_refused_with_what_is_accepted(string text)
    {
        Assert.That(SeedList.TryParse(text, out var seeds, out var problem), Is.False);
        Assert.That(seeds, Is.Empty);
        Assert.That(problem, Does.Contain("accepted"));
    }
}
