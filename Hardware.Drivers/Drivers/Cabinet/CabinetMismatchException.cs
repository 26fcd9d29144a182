namespace Signals.Drivers.Cabinet;

/// <summary>
/// What answers is not the cabinet that the corridor file describes: wrong map, wrong version, other groups, other safety
/// configuration. The message names the register, what it holds and what was expected. Nothing is ever commanded to such a device.
/// </summary>
public sealed class CabinetMismatchException : Exception
{
    public CabinetMismatchException(string message)
        : base(message)
    {
    }
}
