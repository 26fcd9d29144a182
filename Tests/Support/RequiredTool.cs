using System.Diagnostics;

namespace Signals.Tests.Support;

/// <summary>
/// A program or Python module from Debian that a test needs. When it is missing the test is ignored with the package to install;
/// in CI (environment variable CI=true) it fails, so that nothing is skipped unseen.
/// </summary>
public static class RequiredTool
{
    /// <summary>Debian's own interpreter: a version manager in PATH would not see Debian's modules.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>The program's full path.</summary>
    public static string OrSkip(string name, string package)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        return path ?? Missing(name, package);
    }

    /// <summary><see cref="Python"/>, which can import the module.</summary>
    public static string PythonModuleOrSkip(string module, string package)
    {
        if (!File.Exists(Python))
        {
            return Missing(Python, "python3");
        }

        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0 ? Python : Missing($"Python module {module}", package);
    }

    private static string Missing(string what, string package)
    {
        var message = $"{what} is missing: apt-get install {package}";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(message);
        }

        Assert.Ignore(message);
        return string.Empty;
    }
}
