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
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var parsed = Root().Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = StopWithin,
        };
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync(invocation, cancellationToken);
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCode.CannotRead;
        }
    }

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
