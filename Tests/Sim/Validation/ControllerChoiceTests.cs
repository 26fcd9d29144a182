using Signals.Sim.Validation;

namespace Signals.Tests.Sim.Validation;

[TestFixture, Category("Unit")]
public class ControllerChoiceTests
{
    [Test]
    public void List_keeps_its_order_and_drops_repetitions()
    {
        var read = ControllerChoices.TryParse("adaptive, TUNED,adaptive,local", out var choices, out _);

        Assert.That(read, Is.True);
        Assert.That(choices, Is.EqualTo(new[] { ControllerChoice.Adaptive, ControllerChoice.Tuned, ControllerChoice.Local }));
    }

    [Test]
    public void Unknown_name_is_refused_and_the_known_ones_are_listed()
    {
        var read = ControllerChoices.TryParse("fixed,magic", out var choices, out var problem);

        Assert.That(read, Is.False);
        Assert.That(choices, Is.Empty);
        Assert.That(problem, Does.Contain("'magic'").And.Contain("local, fixed, tuned, actuated, max-pressure, greedy, advanced-mp, adaptive"));
    }

    [TestCase("")]
    [TestCase(" , ")]
    public void Empty_list_is_refused(string text)
    {
        Assert.That(ControllerChoices.TryParse(text, out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain("at least one"));
    }
}
