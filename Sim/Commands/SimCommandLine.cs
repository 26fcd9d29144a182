using System.CommandLine;
using Signals.Controller.Hosting;
using Signals.Sim.Demand;

namespace Signals.Sim.Commands;

/// <summary>The <c>sim</c> command line: one class a verb, put together here.</summary>
public static class SimCommandLine
{
    /// <summary>Time that a verb has after Ctrl+C to release its cabinets and write its result.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

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
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ScenarioException)
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCode.BadFile;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand(
            "Embedded simulator of a signalised corridor. Without a verb: the desk-top corridor, a whole corridor on this machine with simulated traffic, emulated "
            + $"sensors and cabinets over real sockets, and the controller. {ExitCode.Help}")
        {
            new EmulateCommand().Create(),
            ReplayCommand.Create(new ModbusCabinets()),
            RerunCommand.Create(),
            SoakCommand.Create(),
            new TuneCommand().Create(),
            new SumoCommand().Create(),
            new ValidateCommand().Create(),
            new CityFlowCommand().Create(),
            new ClusterCommand().Create(),
            new ClusterFaultsCommand().Create(),
            new ClusterScaleCommand().Create(),
            new TrainCommand().Create(),
            new EvaluatePredictorCommand().Create(),
        };
        new DesktopCommand().AddTo(root);
        return root;
    }
}
