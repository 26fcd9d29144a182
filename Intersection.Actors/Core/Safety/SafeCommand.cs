using Signals.Core.Units;

namespace Signals.Core.Safety;

/// <summary>Command words of the register map; the values are the wire's: never renumber.</summary>
public enum CommandKind : byte
{
    /// <summary>Keep the standing request, extend the lease.</summary>
    Renew = 0,
    Stage = 1,
    Masks = 2,
    Plan = 3,
    Flash = 4,
    AllRed = 5,

    /// <summary>Give control back: the cabinet goes to its local plan.</summary>
    Release = 6,
}

/// <summary>
/// A command that passed the governor. The constructor is out of reach: the one implementation is a file-local type in
/// <c>Governor.cs</c>, so a cabinet port, which takes nothing else, cannot be handed an ungoverned wish.
/// </summary>
public abstract class SafeCommand
{
    private protected SafeCommand(CommandKind kind, GroupRequest request, int stage, Duration lease, uint configHash, Instant decidedFor)
    {
        Kind = kind;
        Request = request;
        Stage = stage;
        Lease = lease;
        ConfigHash = configHash;
        DecidedFor = decidedFor;
    }

    public CommandKind Kind { get; }

    /// <summary>What is asked, group by group; empty for <see cref="CommandKind.Renew"/> and <see cref="CommandKind.Release"/>.</summary>
    public GroupRequest Request { get; }

    /// <summary>Stage number 1–32 that the request is, for device profiles that take only stages; 0 in ring-barrier control.</summary>
    public int Stage { get; }

    /// <summary>Lease to ask for, 500–10,000 ms.</summary>
    public Duration Lease { get; }

    /// <summary>Safety configuration that the command was checked against.</summary>
    public uint ConfigHash { get; }

    /// <summary>Deadline of the tick it was decided for; a link drops it when it is older than the link's freshness limit.</summary>
    public Instant DecidedFor { get; }

    public override string ToString() => $"{Kind} green {Request.Call} stage {Stage} for {DecidedFor}";
}
