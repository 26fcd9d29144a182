using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary>The console that verbs write to: colours and live views on a terminal, plain text into a file or pipe.</summary>
public static class Terminal
{
    /// <summary>Columns of a report that goes to a file or pipe.</summary>
    private const int PlainWidth = 120;

    public static IAnsiConsole For(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
