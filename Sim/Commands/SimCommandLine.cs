using System.CommandLine;
using Signals.Controller.Commands;
using Signals.Controller.Hosting;

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
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        CommandLineRun.RunAsync(Root(), args, output, error, StopWithin, cancellationToken);

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
