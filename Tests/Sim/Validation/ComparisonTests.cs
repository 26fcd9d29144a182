using Signals.Sim.Validation;
using Spectre.Console;

namespace Signals.Tests.Sim.Validation;

[TestFixture, Category("Unit")]
public class ComparisonTests
{
    private static readonly Measure Delay = Measure.All.Single(m => m.Key == "delayS");

    [Test]
    public void Differences_are_paired_by_seed_whatever_the_order_of_the_runs()
    {
        var comparison = new Comparison(
        [
            RunResults.Of(ControllerChoice.Adaptive, 2, 45), RunResults.Of(ControllerChoice.Fixed, 1, 30),
            RunResults.Of(ControllerChoice.Adaptive, 1, 25), RunResults.Of(ControllerChoice.Fixed, 2, 50),
        ]);

        var difference = comparison.Difference(ControllerChoice.Adaptive, ControllerChoice.Fixed, Delay);

        Assert.That(difference.Mean, Is.EqualTo(-5.0));
        Assert.That(difference.HalfWidth, Is.EqualTo(0.0).Within(1e-9));
        Assert.That(comparison.RelativeDifference(ControllerChoice.Adaptive, ControllerChoice.Fixed, Delay), Is.EqualTo(-0.125));
        Assert.That(comparison.Candidate, Is.EqualTo(ControllerChoice.Adaptive));
    }

    [Test]
    public void Controller_without_one_of_the_seeds_is_refused()
    {
        RunResult[] runs = [RunResults.Of(ControllerChoice.Fixed, 1, 30), RunResults.Of(ControllerChoice.Fixed, 2, 30), RunResults.Of(ControllerChoice.Adaptive, 1, 20)];

        Assert.That(() => new Comparison(runs), Throws.ArgumentException.With.Message.Contains("seeds"));
    }

    [Test]
    public void Table_marks_what_is_more_than_seed_noise_and_fits_eighty_columns()
    {
        var runs = from seed in Enumerable.Range(1, 10)
                   from ranked in new[] { ControllerChoice.Fixed, ControllerChoice.Tuned, ControllerChoice.Actuated, ControllerChoice.Adaptive }.Index()
                   let better = ranked.Index + 1
                   select RunResults.Of(ranked.Item, (ulong)seed, 40 - 5 * better + seed % 3 * 0.1 * better, 1000 + 5 * better);

        var text = Render(new Comparison(runs));

        Assert.That(text, Does.Match(@"delay, s/vehicle.*-14\.7 ±0\.2 -42%\*"));
        Assert.That(text.Split('\n').Where(line => line.Contains("red running", StringComparison.Ordinal)), Has.None.Contains("*"));
        Assert.That(text.Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
    }

    private static string Render(Comparison comparison)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 80;
        ComparisonTable.Write(console, comparison);
        return writer.ToString();
    }
}
