namespace Signals.Sim.Commands;

/// <summary>Exit codes of every verb; they are part of the command line's contract.</summary>
public static class ExitCode
{
    /// <summary>Ran, and nothing was wrong.</summary>
    public const int Ok = 0;

    /// <summary>Ran, and found something wrong: a monitor finding, an unhandled exception, a lost link, a controller that never took over.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>A file is missing or invalid; nothing was started.</summary>
    public const int BadFile = 3;

    /// <summary>Stopped by Ctrl+C before the result was complete.</summary>
    public const int Interrupted = 130;

    /// <summary>Line for the end of every verb's help.</summary>
    public const string Help = "Exit codes: 0 ok, 1 found something wrong, 2 usage, 3 missing or invalid file, 130 interrupted.";
}
