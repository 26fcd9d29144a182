using Signals.Core.Ports;

namespace Signals.Actors.Links;

/// <summary>A driver that talks to one cabinet. What it is made of (sockets, serial lines) stays behind this.</summary>
public interface ICabinetLink : ICabinetPort
{
    /// <summary>Why the cabinet is not reached or was refused, for people; null while all is well.</summary>
    string? Problem => null;

    /// <summary>Permits one claim of the epoch, on an operator's word: at the end of shadow mode, or after another owner took the cabinet.</summary>
    void AllowClaim();

    /// <summary>
    /// Keeps the cabinet polled, reconnecting for ever, until cancelled; a pending release is sent before it returns. Ends with an exception only
    /// for a fault that a new driver could cure.
    /// </summary>
    Task RunAsync(CancellationToken cancellationToken);
}
