using Signals.Sim.Training.Counts;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Training.Counts;

[TestFixture, Category("Unit")]
public class CountHistoryFileTests
{
    [Test]
    public void Places_times_and_missing_counts_are_read()
    {
        var history = Read("time,north,south\n2026-01-31 00:00,3,\n2026-01-31 00:15,4,7\n");

        Assert.That((history.BinMinutes, history.Start, string.Join(' ', history.Places)), Is.EqualTo((15, new DateTime(2026, 1, 31), "north south")));
        Assert.That(history.Counts[0], Is.EqualTo(new[] { 3f, 4f }));
        Assert.That(history.Counts[1][0], Is.NaN);
    }

    [TestCase("north\n1\n", "line 1")]
    [TestCase("time,north\n2026-01-31 00:00,3\n2026-01-31 00:07,3\n", "bins of 7 min")]
    [TestCase("time,north\n2026-01-31 00:00,3\n2026-01-31 00:15,3\n2026-01-31 01:00,3\n", "line 4")]
    [TestCase("time,north\n2026-01-31 00:00,-3\n", "'-3' is not a count")]
    [TestCase("time,north\n2026-01-31 00:00\n", "0 counts, expected 1")]
    [TestCase("time,north\nyesterday,3\n", "'yesterday' is not a time")]
    [TestCase("time,north\n2026-01-31 07:00,3\n2026-01-31 07:15,3\n", "midnight")]
    public void Unreadable_file_is_refused_with_the_place_and_what_would_be_accepted(string text, string part) =>
        Assert.That(() => Read(text), Throws.TypeOf<InvalidDataException>().With.Message.Contains(part));

    [Test]
    public void Zeros_for_hours_are_missing_and_a_quiet_quarter_of_an_hour_is_not()
    {
        float[] counts = [5, 0, 6, 0, 0, 0, 0, 2];
        var history = new CountHistory("x", new DateTime(2026, 1, 1), 15, ["a"], [counts]).WithoutZeroRuns(4);

        Assert.That(history.Counts[0], Is.EqualTo(new[] { 5, 0, 6, float.NaN, float.NaN, float.NaN, float.NaN, 2 }));
    }

    private static CountHistory Read(string text)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder.File("counts.csv"), text);
        return CountHistoryFile.Read(folder.File("counts.csv"));
    }
}
