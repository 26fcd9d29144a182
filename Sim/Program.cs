using Signals.Sim.Commands;

namespace Signals.Sim;

/// <summary>Entry point. A class, because the web framework's generator would make top-level statements public.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => SimCommandLine.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
}
