using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Sim.Cabinet;

namespace Signals.Sim.Safety;

/// <summary>Whoever talks to the cabinet: a governed controller, a careless one, an attacker, two masters at once, or nobody.</summary>
internal sealed class SoakMaster
{
    private readonly EmulatedCabinet _cabinet;
    private readonly Random _random;
    private readonly Governor _governor;
    private readonly VirtualCabinetLink _link;
    private readonly ushort[] _frame = new ushort[RegisterMap.Command.Length];
    private readonly GroupSet[] _compatibleSets;
    private Behaviour _behaviour;
    private long _behaviourEnds;
    private ushort _seq;
    private ControlIntent _intent;

    public SoakMaster(EmulatedCabinet cabinet, Random random)
    {
        _cabinet = cabinet;
        _random = random;
        _governor = new Governor(cabinet.Table, cabinet.Intersection.Control);
        _link = new VirtualCabinetLink(cabinet);
        _compatibleSets = [.. Enumerable.Range(0, 64).Select(_ => RandomCompatibleSet())];
    }

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    private enum Behaviour
    {
        Absent,
        Governed,
        RandomMasks,
        Stages,
        OddCommands,
        Garbage,
        PartialWrites,
        EpochAbuse,
        Starving,
    }

    public void Act(long step, Instant now)
    {
        if (step >= _behaviourEnds)
        {
            Turn(step);
        }

        switch (_behaviour)
        {
            case Behaviour.Governed:
                Govern(now);
                break;
            case Behaviour.RandomMasks when step % 3 == 0:
                Send(CommandKind.Masks, new GroupRequest(RandomMask(), RandomMask(), RandomMask(), RandomCall()));
                break;
            case Behaviour.Stages when step % 5 == 0:
                Send(CommandKind.Stage, default, stage: _random.Next(0, 6));
                break;
            case Behaviour.OddCommands when step % 7 == 0:
                Send((CommandKind)_random.Next(0, 9), default, _random.Next(0, 4), _random.Next(0, 4), applyAhead: _random.Next(0, 8000));
                break;
            case Behaviour.Garbage when step % 4 == 0:
                SendGarbage();
                break;
            case Behaviour.PartialWrites when step % 4 == 0:
                Count(_cabinet.Registers.WriteHoldingRegisters(_random.Next(0, 80), _frame.AsSpan(0, _random.Next(1, 32))) == SlaveExceptionCode.None);
                break;
            case Behaviour.EpochAbuse when step % 4 == 0:
                AbuseEpoch();
                break;
            case Behaviour.Starving when step % 10 == 0:
                Send(CommandKind.Masks, new GroupRequest(_cabinet.Sequencer.Go, default, _cabinet.Table.All, default));
                break;
        }
    }

    private void Turn(long step)
    {
        _behaviour = (Behaviour)_random.Next(0, 9);
        var length = _random.Next(0, 60) == 0 ? 9000 : _random.Next(20, 900);
        _behaviourEnds = step + length;
        if (_behaviour == Behaviour.Governed)
        {
            _link.Claim();
        }
    }

    private void Govern(Instant now)
    {
        _link.Exchange(now);
        if (_intent.Green.IsEmpty || _random.Next(0, 60) == 0)
        {
            _intent = _random.Next(0, 40) == 0
                ? new ControlIntent(GroupSet.Empty, AllRed: true)
                : new ControlIntent(_compatibleSets[_random.Next(_compatibleSets.Length)], 0, IntentReason.Optimised);
        }

        var verdict = _governor.Govern(_intent, _link.Latest, now);
        if (verdict.Command is not null)
        {
            _link.Submit(verdict.Command);
            _link.Exchange(now);
            Count(_link.LastOutcome == RejectCode.None);
        }
    }

    private void Send(CommandKind kind, GroupRequest request, int stage = 0, int plan = 0, int applyAhead = 0)
    {
        _seq = unchecked((ushort)(_cabinet.Authority.AcceptedSeq + 1));
        var applyAt = applyAhead == 0 ? 0 : _cabinet.UptimeMs + (uint)applyAhead;
        var frame = new CommandFrame(
            _cabinet.Authority.Epoch, 99, _seq, (ushort)_random.Next(400, 10_200), kind, applyAt, request, (ushort)stage, (ushort)plan,
            unchecked((ushort)_cabinet.Table.ConfigHash));
        frame.Encode(_frame);
        Count(_cabinet.Registers.WriteFrame(_frame) == RejectCode.None);
    }

    private void SendGarbage()
    {
        for (var i = 0; i < _frame.Length; i++)
        {
            _frame[i] = (ushort)_random.Next(0, 0x10000);
        }

        if (_random.Next(0, 2) == 0)
        {
            _frame[RegisterMap.Command.MagicVersion] = RegisterMap.Command.Magic;
            RegisterWords.Put32(_frame, RegisterMap.Command.Epoch, _cabinet.Authority.Epoch);
            _frame[RegisterMap.Command.ConfigHash] = unchecked((ushort)_cabinet.Table.ConfigHash);
            _frame[RegisterMap.Command.Kind] = (ushort)_random.Next(0, 8);
            RegisterWords.Put32(_frame, RegisterMap.Command.Crc, RegisterWords.Crc(_frame.AsSpan(0, RegisterMap.Command.Crc)));
        }

        Count(_cabinet.Registers.WriteHoldingRegisters(0, _frame) == SlaveExceptionCode.None);
    }

    private void AbuseEpoch()
    {
        Span<ushort> claim = stackalloc ushort[RegisterMap.Claim.Length];
        new ClaimFrame(_cabinet.Authority.Epoch + (uint)_random.Next(0, 3), 66).Encode(claim);
        Count(_cabinet.Registers.WriteHoldingRegisters(RegisterMap.Claim.Start, claim) == SlaveExceptionCode.None);
        var frame = new CommandFrame(
            _cabinet.Authority.Epoch + (uint)_random.Next(0, 2) - (uint)_random.Next(0, 2), 66, (ushort)_random.Next(0, 0x10000), 2000, CommandKind.Masks, 0,
            GroupRequest.Exactly(_compatibleSets[_random.Next(_compatibleSets.Length)], _cabinet.Table.All), 0, 0, unchecked((ushort)_cabinet.Table.ConfigHash));
        frame.Encode(_frame);
        Count(_cabinet.Registers.WriteFrame(_frame) == RejectCode.None);
    }

    private void Count(bool accepted)
    {
        Accepted += accepted ? 1 : 0;
        Rejected += accepted ? 0 : 1;
    }

    /// <summary>Mostly groups that exist, sometimes any bits.</summary>
    private GroupSet RandomMask()
    {
        var bits = (uint)_random.NextInt64(0, 1L << 32);
        return new GroupSet(_random.Next(0, 30) == 0 ? bits : bits & _cabinet.Table.All.Bits & (uint)_random.NextInt64(0, 1L << 32));
    }

    private GroupSet RandomCall() => _random.Next(0, 3) == 0 ? RandomMask() : _compatibleSets[_random.Next(_compatibleSets.Length)];

    private GroupSet RandomCompatibleSet()
    {
        var set = GroupSet.Empty;
        for (var tries = 0; tries < _cabinet.Table.GroupCount; tries++)
        {
            var group = _random.Next(_cabinet.Table.GroupCount);
            set = _cabinet.Table.ConflictsOf(group).Overlaps(set) ? set : set.With(group);
        }

        return set;
    }
}
