using Signals.Controller.Commands;
using Signals.Controller.Configuration;
using Signals.Tests.Support;
using Spectre.Console;

namespace Signals.Tests.Commands;

[TestFixture]
[Category("Unit")]
public sealed class CheckReportTests
{
    [Test]
    public void Terminal_shows_tables_and_brackets_of_messages_as_they_are()
    {
        using var drawn = new StringWriter();
        using var plain = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(drawn) });
        terminal.Profile.Width = 400;
        var report = new CheckReport(plain, terminal);

        report.Write("ok.yaml", CorridorFile.Load(TestCorridors.PathOf("high-street.yaml")), ValueSelection.Safety);
        report.Write("bad.yaml", CorridorFile.Load(Repository.PathOf("Tests", "Configuration", "Broken", "removed-conflict.yaml")), ValueSelection.None);

        Assert.That(drawn.ToString(), Does.Contain("intersections.high-station").And.Contain("intergreens.A.B"));
        Assert.That(drawn.ToString(), Does.Not.Contain("max-green"), "not a safety value");
        Assert.That(drawn.ToString(), Does.Contain("for example [P2, PED4]"));
        Assert.That(plain.ToString(), Is.Empty);
    }
}
