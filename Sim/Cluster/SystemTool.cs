using System.ComponentModel;
using System.Diagnostics;

namespace Signals.Sim.Cluster;

/// <summary>Runs the machine's own tools for what has no interface of .NET: network namespaces, mounts.</summary>
internal static class SystemTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="IOException">The tool is missing, failed or did not end; the message says what it said.</exception>
    public static void Run(string program, string arguments)
    {
        try
        {
            using var tool = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var problem = tool.StandardError.ReadToEndAsync();
            if (!tool.WaitForExit(Patience))
            {
                throw new IOException($"{program} {arguments} did not end within {Patience.TotalSeconds} s");
            }

            if (tool.ExitCode != 0)
            {
                throw new IOException($"{program} {arguments}: {problem.GetAwaiter().GetResult().Trim()}");
            }
        }
        catch (Win32Exception missing)
        {
            throw new IOException($"{program} cannot be run: {missing.Message}", missing);
        }
    }

    /// <summary>Runs it for cleaning up: what was never made need not go away.</summary>
    public static void Try(string program, string arguments)
    {
        try
        {
            Run(program, arguments);
        }
        catch (IOException)
        {
            // It was never made.
        }
    }
}
