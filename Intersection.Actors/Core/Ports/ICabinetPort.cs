using Signals.Core.Safety;

namespace Signals.Core.Ports;

/// <summary>
/// A cabinet as the tick sees it: take the latest status, leave the latest command. Both are non-blocking; the link behind it does the
/// talking. There is no overload that takes anything but a <see cref="SafeCommand"/>.
/// </summary>
public interface ICabinetPort
{
    /// <summary>Latest status, or null before the first one and after the link lost the cabinet.</summary>
    CabinetStatus? Latest { get; }

    /// <summary>Replaces any command not yet sent.</summary>
    void Submit(SafeCommand command);
}
