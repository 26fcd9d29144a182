using Signals.Core.Units;
using Signals.Controller.Commands;

namespace Signals.Tests.Controller.Commands;

[TestFixture, Category("Unit")]
public class DurationTextTests
{
    [TestCase("60s", 60_000)]
    [TestCase("15m", 900_000)]
    [TestCase("1h30m", 5_400_000)]
    [TestCase("500ms", 500)]
    [TestCase("2.5s", 2_500)]
    [TestCase("90", 90_000)]
    [TestCase("0", 0)]
    public void Text_is_read_as_the_time_it_says(string text, long milliseconds)
    {
        Assert.That(DurationText.TryParse(text, out var duration), Is.True);
        Assert.That(duration, Is.EqualTo(new Duration(milliseconds)));
    }

    [TestCase("")]
    [TestCase("-5s")]
    [TestCase("5 s")]
    [TestCase("5d")]
    [TestCase("s")]
    [TestCase("1h30")]
    [TestCase("soon")]
    public void Anything_else_is_refused(string text)
    {
        Assert.That(DurationText.TryParse(text, out _), Is.False);
    }

    [TestCase(900_000, "15m")]
    [TestCase(90_000, "90s")]
    [TestCase(1_500, "1.5s")]
    [TestCase(0, "0s")]
    public void Compact_form_reads_back_to_the_same_time(long milliseconds, string expected)
    {
        var text = DurationText.Compact(new Duration(milliseconds));

        Assert.That(text, Is.EqualTo(expected));
        Assert.That(DurationText.TryParse(text, out var back), Is.True);
        Assert.That(back, Is.EqualTo(new Duration(milliseconds)));
    }
}
