using System.Runtime.InteropServices;

namespace Signals.Sim.Sumo.Running;

/// <summary>The SUMO that is installed on this machine.</summary>
/// <param name="Path">The program <c>sumo</c>.</param>
/// <param name="Home">Value of SUMO_HOME that it runs with, or empty when nothing is known.</param>
public sealed record SumoInstallation(string Path, string Home)
{
    /// <summary>What to do when there is none.</summary>
    public const string HowToInstall =
        "SUMO is not installed: apt-get install sumo sumo-tools (Debian), or add the folder of the program sumo to PATH, or set SUMO_HOME to the folder that has bin/sumo";

    /// <summary>Where Debian's package keeps SUMO's data.</summary>
    private const string DebianHome = "/usr/share/sumo";

    /// <summary>Looks in PATH, then in SUMO_HOME.</summary>
    /// <exception cref="FileNotFoundException">There is no SUMO; the message says how to get it.</exception>
    public static SumoInstallation Find() => Find(Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable("SUMO_HOME"));

    /// <summary>As <see cref="Find()"/>, with the two variables given.</summary>
    public static SumoInstallation Find(string? path, string? home)
    {
        var name = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "sumo.exe" : "sumo";
        var folders = (path ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!string.IsNullOrEmpty(home))
        {
            folders.Add(System.IO.Path.Combine(home, "bin"));
        }

        var program = folders.Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(HowToInstall);
        return new SumoInstallation(program, !string.IsNullOrEmpty(home) ? home : Directory.Exists(DebianHome) ? DebianHome : "");
    }
}
