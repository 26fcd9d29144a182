using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Modbus.Client;

namespace Signals.Drivers.Cabinet;

/// <summary>How one kind of cabinet is spoken to. Each call is one transaction, or a few at connect; calls never overlap.</summary>
public interface ICabinetProtocol
{
    /// <summary>Checks that the device is the cabinet that the model describes.</summary>
    /// <exception cref="CabinetMismatchException">It is not; the register is named.</exception>
    Task IdentifyAsync(IModbusMaster master, CancellationToken cancellationToken);

    /// <summary>Reads the status.</summary>
    /// <param name="epoch">Epoch that we claimed, 0 when none.</param>
    Task<CabinetStatus> PollAsync(IModbusMaster master, uint epoch, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Sends a command and reads the status back.</summary>
    Task<CommandResult> CommandAsync(
        IModbusMaster master, SafeCommand command, CommandKind kind, uint epoch, ushort seq, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Claims <paramref name="epoch"/>; false when the device refused it.</summary>
    Task<bool> ClaimAsync(IModbusMaster master, uint epoch, CancellationToken cancellationToken);
}

/// <summary>Status read back with a command, and whether the cabinet took it.</summary>
public readonly record struct CommandResult(CabinetStatus Status, RejectCode Outcome);

/// <summary>Control time from a <see cref="TimeProvider"/>.</summary>
internal static class ControlInstants
{
    public static Instant Now(this TimeProvider time) => new(time.GetUtcNow().ToUnixTimeMilliseconds());
}
