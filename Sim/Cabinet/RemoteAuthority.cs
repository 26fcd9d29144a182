using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;

namespace Signals.Sim.Cabinet;

/// <summary>
/// Who may command, and what stands commanded: persisted epoch, sequence window, lease, one standing request. Knows frames, not sockets.
/// </summary>
public sealed class RemoteAuthority
{
    private readonly SafetyTable _table;
    private readonly CommandRules _rules;
    private readonly IEpochStore _store;
    private CommandFrame _last;
    private bool _hasLast;
    private CommandFrame? _scheduled;

    internal RemoteAuthority(SafetyTable table, Intersection intersection, IEpochStore store)
    {
        _table = table;
        _rules = new CommandRules(table, intersection);
        _store = store;
        Epoch = store.Load();
    }

    /// <summary>Sees who really commands; null for nobody.</summary>
    public IAuthorityWitness? Witness { get; set; }

    public uint Epoch { get; private set; }

    public ushort OwnerId { get; private set; }

    public ushort AcceptedSeq { get; private set; }

    public ushort AppliedSeq { get; private set; }

    public RejectCode LastReject { get; private set; }

    public ushort LastRejectSeq { get; private set; }

    public ushort RejectCount { get; private set; }

    public ushort TakeoverCount { get; private set; }

    /// <summary>A command stands and its lease runs.</summary>
    public bool IsActive { get; private set; }

    public CommandKind Kind { get; private set; }

    /// <summary>Standing request of a masks command.</summary>
    public GroupRequest Request { get; private set; }

    public Stage? Stage { get; private set; }

    public ushort Plan { get; private set; }

    private Instant LeaseEnd { get; set; }

    /// <summary>A command was applied that replaces the standing one.</summary>
    private bool Changed { get; set; }

    public Duration LeaseRemaining(Instant now) => IsActive && LeaseEnd > now ? LeaseEnd - now : Duration.Zero;

    /// <summary>Grants the epoch when it is the stored one + 1; stored before it is granted.</summary>
    public RejectCode Claim(ReadOnlySpan<ushort> registers)
    {
        var code = ClaimFrame.TryDecode(registers, out var claim);
        if (code == RejectCode.None && claim.Epoch != unchecked(Epoch + 1))
        {
            code = claim.Epoch <= Epoch ? RejectCode.StaleEpoch : RejectCode.EpochNotNext;
        }

        if (code != RejectCode.None)
        {
            return Reject(code, 0);
        }

        _store.Store(claim.Epoch);
        Epoch = claim.Epoch;
        OwnerId = claim.OwnerId;
        Witness?.Granted(claim.Epoch, claim.OwnerId);
        TakeoverCount = unchecked((ushort)(TakeoverCount + 1));
        _hasLast = false;
        _scheduled = null;
        return RejectCode.None;
    }

    /// <summary>Judges one whole frame and applies it, now or at its time.</summary>
    /// <param name="available">False while a person, a pre-emption, flash, start-up or the monitor has the cabinet.</param>
    /// <param name="uptimeMs">Cabinet uptime, low 32 bits.</param>
    internal RejectCode Command(ReadOnlySpan<ushort> registers, Sequencer sequencer, Instant now, uint uptimeMs, bool available)
    {
        var code = CommandFrame.TryDecode(registers, out var frame);
        if (code == RejectCode.None)
        {
            code = CheckOwner(frame);
        }

        if (code == RejectCode.None && _hasLast && frame.Seq == _last.Seq)
        {
            return frame == _last ? RejectCode.None : Reject(RejectCode.OldSequence, frame.Seq);
        }

        if (code == RejectCode.None)
        {
            code = CheckContent(frame, sequencer, now, uptimeMs, available);
        }

        if (code != RejectCode.None)
        {
            return Reject(code, frame.Seq);
        }

        Accept(frame, now);
        return RejectCode.None;
    }

    /// <summary>A write that is not one whole frame.</summary>
    internal RejectCode RejectPartial() => Reject(RejectCode.PartialFrame, 0);

    /// <summary>Applies a scheduled command when its time has come; true when the lease has just expired.</summary>
    internal bool Step(Sequencer sequencer, Instant now, uint uptimeMs)
    {
        if (_scheduled is { } frame && unchecked((int)(uptimeMs - frame.ApplyAtMs)) >= 0)
        {
            _scheduled = null;
            var code = _rules.Check(frame, sequencer, now);
            if (code == RejectCode.None)
            {
                Apply(frame);
            }
            else
            {
                Reject(code, frame.Seq);
            }
        }

        if (!IsActive || now < LeaseEnd)
        {
            return false;
        }

        Drop();
        return true;
    }

    /// <summary>Nothing stands commanded any more. The epoch stays: its owner may command again.</summary>
    internal void Drop()
    {
        IsActive = false;
        _scheduled = null;
        Stage = null;
        Request = default;
    }

    /// <summary>True once after each newly applied command.</summary>
    internal bool TakeChanged()
    {
        var changed = Changed;
        Changed = false;
        return changed;
    }

    private RejectCode CheckOwner(in CommandFrame frame)
    {
        if (frame.Epoch < Epoch || frame.Epoch == 0)
        {
            return RejectCode.StaleEpoch;
        }

        if (frame.Epoch > Epoch)
        {
            return RejectCode.EpochNotNext;
        }

        return _hasLast && unchecked((short)(frame.Seq - _last.Seq)) < 0 ? RejectCode.OldSequence : RejectCode.None;
    }

    private RejectCode CheckContent(in CommandFrame frame, Sequencer sequencer, Instant now, uint uptimeMs, bool available)
    {
        if (frame.LeaseMs is < CommandFrame.MinimumLeaseMs or > CommandFrame.MaximumLeaseMs)
        {
            return RejectCode.BadLease;
        }

        if (frame.ConfigHashLow != unchecked((ushort)_table.ConfigHash))
        {
            return RejectCode.ConfigMismatch;
        }

        if (frame.ApplyAtMs != 0 && unchecked(frame.ApplyAtMs - uptimeMs) > CommandFrame.MaximumApplyAheadMs)
        {
            return RejectCode.BadApplyAt;
        }

        if (frame.Kind == CommandKind.Release)
        {
            return RejectCode.None;
        }

        if (!available || (frame.Kind == CommandKind.Renew && !IsActive))
        {
            return RejectCode.NotInControl;
        }

        return _rules.Check(frame, sequencer, now);
    }

    private void Accept(in CommandFrame frame, Instant now)
    {
        _last = frame;
        _hasLast = true;
        AcceptedSeq = frame.Seq;
        Witness?.Accepted(frame.Epoch, frame.OwnerId);
        OwnerId = frame.OwnerId;
        LeaseEnd = now + new Duration(frame.LeaseMs);
        if (frame.ApplyAtMs == 0)
        {
            _scheduled = null;
            Apply(frame);
        }
        else
        {
            _scheduled = frame;
        }
    }

    private void Apply(in CommandFrame frame)
    {
        AppliedSeq = frame.Seq;
        if (frame.Kind == CommandKind.Renew)
        {
            return;
        }

        IsActive = frame.Kind != CommandKind.Release;
        Changed = true;
        Kind = frame.Kind;
        Request = frame.Request;
        Stage = frame.Kind == CommandKind.Stage ? _table.StageOf(frame.Stage) : null;
        Plan = frame.Plan;
    }

    private RejectCode Reject(RejectCode code, ushort seq)
    {
        LastReject = code;
        LastRejectSeq = seq;
        RejectCount = unchecked((ushort)(RejectCount + 1));
        return code;
    }
}
