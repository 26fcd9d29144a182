using System.Collections.Immutable;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;

namespace Signals.Sim.Cabinet;

/// <summary>
/// A cabinet port without sockets: commands and status go through the same registers as on the wire, at the speed of simulation. Claims
/// the epoch when made. Order within a tick: decide and <see cref="Submit"/>, <see cref="Exchange"/>, step the cabinet.
/// </summary>
public sealed class VirtualCabinetLink : ICabinetPort
{
    private static readonly Duration CountPeriod = new(1000);

    private readonly EmulatedCabinet _cabinet;
    private readonly ushort _ownerId;
    private readonly ushort[] _frame = new ushort[RegisterMap.Command.Length];
    private readonly ushort[] _status = new ushort[RegisterMap.Status.Length];
    private readonly ushort[] _counts = new ushort[RegisterMap.Counts.Length];
    private readonly StatusDecoder _decoder;
    private ImmutableArray<ushort> _latestCounts = [];
    private Instant _countedAt;
    private uint _epoch;
    private ushort _seq;
    private SafeCommand? _pending;

    public VirtualCabinetLink(EmulatedCabinet cabinet, ushort ownerId = 1)
    {
        _cabinet = cabinet;
        _ownerId = ownerId;
        _decoder = new StatusDecoder(cabinet.Table.GroupCount);
        Claim();
    }

    public CabinetStatus? Latest { get; private set; }

    /// <summary>Why the last command was refused; <see cref="RejectCode.None"/> after an accepted one.</summary>
    public RejectCode LastOutcome { get; private set; }

    public void Submit(SafeCommand command) => _pending = command;

    /// <summary>Takes the next epoch from whoever has it.</summary>
    public void Claim()
    {
        _epoch = _cabinet.Authority.Epoch + 1;
        Span<ushort> claim = stackalloc ushort[RegisterMap.Claim.Length];
        new ClaimFrame(_epoch, _ownerId).Encode(claim);
        _cabinet.Registers.WriteHoldingRegisters(RegisterMap.Claim.Start, claim);
    }

    /// <summary>Sends the submitted command, if any, and reads the status: one round trip of the wire protocol.</summary>
    public void Exchange(Instant now)
    {
        if (_pending is not null)
        {
            _seq = unchecked((ushort)(_seq + 1));
            CommandFrame.From(_pending, _epoch, _ownerId, _seq).Encode(_frame);
            LastOutcome = _cabinet.Registers.WriteFrame(_frame);
            _pending = null;
        }

        _cabinet.Registers.ReadInputRegisters(RegisterMap.Status.Start, _status);
        Latest = _decoder.Decode(_status, now, _epoch) with { DetectorCounts = Counts(now) };
    }

    /// <summary>Read once a second, as on the wire.</summary>
    private ImmutableArray<ushort> Counts(Instant now)
    {
        if (_latestCounts.IsEmpty || now - _countedAt >= CountPeriod)
        {
            _cabinet.Registers.ReadInputRegisters(RegisterMap.Counts.Start, _counts);
            _latestCounts = [.. _counts];
            _countedAt = now;
        }

        return _latestCounts;
    }
}
