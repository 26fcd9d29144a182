using System.CommandLine;

namespace Signals.Controller.Commands;

/// <summary>What the command lines of both programs have in common: a message instead of a stack trace, exit codes, and time to stop in order.</summary>
public static class CommandLineRun
{
    /// <summary>Parses and runs one command line.</summary>
    /// <param name="root">All verbs.</param>
    /// <param name="args">Arguments after the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where problems go.</param>
    /// <param name="stopWithin">Time that a verb has after Ctrl+C or SIGTERM; beyond it the process is ended.</param>
    /// <param name="cancellationToken">Stops the verb as Ctrl+C does.</param>
    /// <returns>
    /// What the verb says, or <see cref="ExitCode.Usage"/>, <see cref="ExitCode.Interrupted"/>, or <see cref="ExitCode.CannotRead"/> for a file, port or folder that
    /// cannot be used.
    /// </returns>
    public static async Task<int> RunAsync(
        RootCommand root, string[] args, TextWriter output, TextWriter error, TimeSpan stopWithin, CancellationToken cancellationToken)
    {
        var parsed = root.Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = stopWithin,
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
}
