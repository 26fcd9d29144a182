namespace Signals.Controller.Commands;

/// <summary>Exit codes of the <c>controller</c> verbs; they are part of the command line's contract.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The file was read and has errors.</summary>
    public const int Errors = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>A file is missing, too large or cannot be read or written.</summary>
    public const int CannotRead = 3;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>Line for the end of the help.</summary>
    public const string Help = "Exit codes: 0 ok, 1 the file has errors, 2 usage, 3 cannot read or write a file, 130 interrupted.";
}
