using System.CommandLine;

namespace Signals.Controller.Commands;

/// <summary>The <c>controller</c> command line: one class a verb, put together here.</summary>
public static class ControllerCommandLine
{
    /// <summary>After SIGTERM, for handing over or releasing every cabinet; beyond it the process is ended.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    /// <summary>Runs one command line.</summary>
    /// <param name="args">Arguments after the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where problems go.</param>
    /// <param name="cancellationToken">Stops the verb as Ctrl+C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        CommandLineRun.RunAsync(Root(), args, output, error, StopWithin, cancellationToken);

    private static RootCommand Root() => new($"Adaptive traffic-signal control service. {ExitCode.Help}")
    {
        CheckCommand.Create(),
        RunCommand.Create(),
        EventsCommand.Create(),
        StatusCommand.Create(),
        LeaveCommand.Create(),
        MoveCommand.Create(),
    };
}
