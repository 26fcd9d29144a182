using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Core.Units;
using Signals.Sim.Desktop;
using Signals.Tests.Support;
using Spectre.Console;

namespace Signals.Tests.Sim.Desktop;

[TestFixture, Category("Unit")]
public class CorridorViewTests
{
    [Test]
    public void Five_intersections_fit_a_terminal_of_80_by_24()
    {
        var lines = Render(Picture(alarms: 10), 80);

        Assert.That(lines, Has.Length.LessThanOrEqualTo(24));
        Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
        Assert.That(lines.Count(line => line.StartsWith("main-", StringComparison.Ordinal) && line.Contains("12345678 2468", StringComparison.Ordinal)), Is.EqualTo(5));
    }

    [Test]
    public void Wide_terminal_shows_times_in_state_and_the_true_queue()
    {
        var lines = Render(Picture(alarms: 0), 160);

        Assert.That(lines, Has.Some.Contains("2:12").And.Some.Contains("7 of 9"));
        Assert.That(lines, Has.Some.Contains("no alarms"));
    }

    [Test]
    public void Lost_cabinet_and_monitor_finding_are_said_in_words()
    {
        var picture = Picture(alarms: 0);
        var lost = picture.Intersections[0] with { Mode = null, LinkAgeMs = -1, Level = ControlLevel.Observe, Cause = LadderCause.CabinetSilent, MonitorFindings = 3 };

        var lines = Render(picture with { Intersections = picture.Intersections.SetItem(0, lost) }, 80);

        Assert.That(lines, Has.Some.Contains("observe").And.Some.Contains("lost").And.Some.Contains("none").And.Some.Contains("CabinetSilent"));
        Assert.That(lines.Single(line => line.Contains("lost", StringComparison.Ordinal)).TrimEnd(), Does.EndWith("3"));
    }

    [TestCase("P2", "2")]
    [TestCase("PED14", "14")]
    [TestCase("FV", "FV")]
    [TestCase("Hafen", "en")]
    public void Label_of_a_group_is_its_number_or_the_end_of_its_name(string id, string expected)
    {
        var group = TestIntersections.RingBarrier().Groups[0] with { Id = id };

        Assert.That(GroupStrip.LabelOf(group), Is.EqualTo(expected));
    }

    private static DesktopPicture Picture(int alarms)
    {
        var model = TestIntersections.RingBarrier();
        var groups = model.Groups.Select(g => new GroupPicture(
            GroupStrip.LabelOf(g), g.IsPedestrian, new GroupStatus(g.Index is 1 or 5 ? GroupState.Green : g.StopState, Duration.FromSeconds(12))));
        return new DesktopPicture(
            "Main Street", new DateTimeOffset(2026, 11, 23, 14, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(75), 213, 0.4, 2.5, 8, 120_345, 0, 180,
            [.. Enumerable.Range(1, 5).Select(n => new IntersectionPicture(
                $"main-{n}th", ControlLevel.Adaptive, LadderCause.None, false, CabinetMode.Remote, 43, [.. groups], 7.4, 9, 0,
                "hold stage 2: 12.3 s against 14.1 s of delay for the next best of nine, queue forecast from both neighbours"))],
            [.. Enumerable.Range(0, alarms).Select(n => $"14:00:0{n} main-{n % 5 + 1}th: cabinet link lost, trying again; the cabinet runs its own plan meanwhile")]);
    }

    private static string[] Render(DesktopPicture picture, int width)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Write(CorridorView.Draw(picture, width));
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
