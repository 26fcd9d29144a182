using Signals.Core.Ports;
using Signals.Core.Safety;

namespace Signals.Actors.Links;

/// <summary>
/// The cabinet port that a tick holds on to while drivers behind it come and go. Without a driver there is no status, and a command falls on the floor, as
/// with a cabinet that cannot be reached. Thread-safe.
/// </summary>
public sealed class CabinetSlot : ICabinetPort
{
    private volatile ICabinetLink? _driver;

    public CabinetStatus? Latest => _driver?.Latest;

    /// <summary>The driver's trouble, for people; null while all is well or while there is no driver.</summary>
    public string? Problem => _driver?.Problem;

    public void Submit(SafeCommand command) => _driver?.Submit(command);

    /// <summary>Passes an operator's permission on; without a driver it is void, and a new driver claims by itself.</summary>
    public void AllowClaim() => _driver?.AllowClaim();

    /// <summary>Puts a driver in, or takes it out with null.</summary>
    public void Connect(ICabinetLink? driver) => _driver = driver;
}
