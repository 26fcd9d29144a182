using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;

namespace Signals.Core.Safety;

/// <summary>
/// The last pure check before the wire. It refuses what the cabinet would have to refuse, defers what is not possible yet
/// (a group inside its minimum is held, not forced), and is the only maker of <see cref="SafeCommand"/>. Stateless and thread-safe.
/// </summary>
public sealed class Governor(SafetyTable table, ControlSettings settings)
{
    /// <summary>Oldest status that a command may rest on: five polls.</summary>
    public static readonly Duration StatusLimit = new(500);

    /// <summary>
    /// Judges one intent. Exactly one of command and refusal is set.
    /// </summary>
    /// <param name="intent">The controller's wish.</param>
    /// <param name="status">Latest status of the cabinet, or null when there is none.</param>
    /// <param name="now">Deadline of the tick.</param>
    public Verdict Govern(in ControlIntent intent, CabinetStatus? status, Instant now)
    {
        var refusal = Check(intent, status, now);
        if (refusal != Refusal.None)
        {
            return new Verdict(null, refusal);
        }

        if (intent.AllRed)
        {
            return Accept(CommandKind.AllRed, Request(GroupSet.Empty, status!), 0, now);
        }

        // Masks carry pedestrian and deferral detail; the stage number rides along for cabinets whose profile takes only stages.
        return Accept(CommandKind.Masks, Request(intent.Green, status!), intent.Stage, now);
    }

    /// <summary>Gives control back to the cabinet. Always safe, needs no status.</summary>
    public SafeCommand Release(Instant now) => new GovernedCommand(CommandKind.Release, default, 0, settings.Lease, table.ConfigHash, now);

    /// <summary>Extends the lease without changing what is asked.</summary>
    public SafeCommand Renew(Instant now) => new GovernedCommand(CommandKind.Renew, default, 0, settings.Lease, table.ConfigHash, now);

    private Refusal Check(in ControlIntent intent, CabinetStatus? status, Instant now)
    {
        if (status is null || now - status.ReceivedAt > StatusLimit)
        {
            return Refusal.NoStatus;
        }

        if (status.ReceivedAt > now + StatusLimit)
        {
            return Refusal.ClockFault;
        }

        if (status.SafetyConfigHash != table.ConfigHash)
        {
            return Refusal.ConfigMismatch;
        }

        if (!status.AcceptsRemote)
        {
            return Refusal.NotInControl;
        }

        if (!table.All.IsSupersetOf(intent.Green) || (intent.Stage > 0 && table.StageOf(intent.Stage) is null))
        {
            return Refusal.UnknownGroup;
        }

        if (intent.Green.IsEmpty != intent.AllRed)
        {
            return Refusal.Empty;
        }

        return table.IsCompatible(intent.Green) ? Refusal.None : Refusal.Conflict;
    }

    /// <summary>
    /// Masks for the wished set. A group inside its minimum is held, and whatever conflicts with it is not called yet; only a group that is seen to have right of
    /// way is forced off, because one that started after the status was read is inside its minimum too. So the cabinet never has a reason to reject.
    /// </summary>
    private GroupRequest Request(GroupSet green, CabinetStatus status)
    {
        var go = GroupSet.Empty;
        var held = green;
        var called = green;
        for (var group = 0; group < table.GroupCount; group++)
        {
            var shown = status.Groups[group];
            go = shown.State.IsGo() ? go.With(group) : go;
            if (!green.Contains(group) && shown.State.IsGo() && shown.TimeInState < table.Group(group).Timing.MinGo)
            {
                held = held.With(group);
                called -= table.ConflictsOf(group);
            }
        }

        held -= ConflictsWithHeld(held, green, status);
        return new GroupRequest(held, go - held, table.All - called, called);
    }

    /// <summary>A wished group that conflicts with one still in its minimum is neither held nor called.</summary>
    private GroupSet ConflictsWithHeld(GroupSet held, GroupSet green, CabinetStatus status)
    {
        var drop = GroupSet.Empty;
        foreach (var group in held - green)
        {
            foreach (var other in table.ConflictsOf(group) & green)
            {
                drop = status.Groups[other].State.IsGo() ? drop : drop.With(other);
            }
        }

        return drop;
    }

    private Verdict Accept(CommandKind kind, GroupRequest request, int stage, Instant now) =>
        new(new GovernedCommand(kind, request, stage, settings.Lease, table.ConfigHash, now), Refusal.None);
}

/// <summary>Outcome of <see cref="Governor.Govern"/>.</summary>
public readonly record struct Verdict(SafeCommand? Command, Refusal Refusal);

/// <summary>The only concrete <see cref="SafeCommand"/>; file-local, so that nothing but the governor can make one.</summary>
file sealed class GovernedCommand(CommandKind kind, GroupRequest request, int stage, Duration lease, uint configHash, Instant decidedFor)
    : SafeCommand(kind, request, stage, lease, configHash, decidedFor);
