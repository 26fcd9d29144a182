using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Modbus;
using Signals.Modbus.Client;

namespace Signals.Drivers.Cabinet;

/// <summary>The native register map (profile <c>signals-v1</c>): poll by function 4, command and read-back by function 23, claim by function 16.</summary>
public sealed class NativeProtocol : ICabinetProtocol
{
    /// <summary>Counts are cumulative, so that reading them rarely loses nothing.</summary>
    private static readonly TimeSpan CountPeriod = TimeSpan.FromSeconds(1);

    private readonly SafetyTable _table;
    private readonly int _detectors;
    private readonly byte _unitId;
    private readonly ushort _ownerId;
    private readonly StatusDecoder _decoder;
    private readonly ushort[] _status = new ushort[RegisterMap.Status.Length];
    private readonly ushort[] _frame = new ushort[RegisterMap.Command.Length];

    /// <summary>Count registers up to the highest channel that is wired to the cabinet; empty when all detectors report by message.</summary>
    private readonly ushort[] _counts;
    private ImmutableArray<ushort> _latestCounts = [];
    private long _countedAt;

    public NativeProtocol(Intersection intersection, SafetyTable table, byte unitId, ushort ownerId)
    {
        if (table.GroupCount > RegisterMap.Groups)
        {
            throw new CabinetMismatchException(
                $"intersection {intersection.Id} has {table.GroupCount} groups; register map signals-v1 carries {RegisterMap.Groups}: use another profile");
        }

        _table = table;
        _detectors = intersection.Detectors.Length;
        _unitId = unitId;
        _ownerId = ownerId;
        _decoder = new StatusDecoder(table.GroupCount);
        _counts = new ushort[intersection.Detectors.Where(d => d.Sensor.Length == 0).Select(d => d.Channel).DefaultIfEmpty().Max()];
    }

    public async Task IdentifyAsync(IModbusMaster master, CancellationToken cancellationToken)
    {
        var identity = new ushort[RegisterMap.Identity.Length];
        try
        {
            await master.ReadInputRegistersAsync(_unitId, RegisterMap.Identity.Start, identity, cancellationToken).ConfigureAwait(false);
        }
        catch (SlaveException refused) when (IsAboutTheRequest(refused.SlaveExceptionCode))
        {
            throw new CabinetMismatchException(
                $"input registers 0-31 (identity) cannot be read: exception {(byte)refused.SlaveExceptionCode} ({refused.SlaveExceptionCode}); "
                + "this is not a signals-v1 cabinet: check unit id and profile");
        }

        Expect(identity, RegisterMap.Identity.Magic, "magic", RegisterMap.Magic, hex: true);
        Expect(identity, RegisterMap.Identity.MapVersion, "map version", RegisterMap.Version);
        Expect(identity, RegisterMap.Identity.GroupCount, "number of groups", (ushort)_table.GroupCount);
        Expect(identity, RegisterMap.Identity.DetectorCount, "number of detectors", (ushort)_detectors);
        var hash = RegisterWords.U32(identity, RegisterMap.Identity.SafetyConfigHash);
        if (hash != _table.ConfigHash)
        {
            throw new CabinetMismatchException(
                $"input registers {RegisterMap.Identity.SafetyConfigHash}-{RegisterMap.Identity.SafetyConfigHash + 1} (safetyConfigHash) hold 0x{hash:X8}, expected 0x{_table.ConfigHash:X8}: "
                + "minimums, clearances, intergreens, stages or start-up differ between cabinet and corridor file");
        }
    }

    public async Task<CabinetStatus> PollAsync(IModbusMaster master, uint epoch, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_counts.Length > 0 && (_latestCounts.IsEmpty || time.GetElapsedTime(_countedAt) >= CountPeriod))
        {
            await master.ReadInputRegistersAsync(_unitId, RegisterMap.Counts.Start, _counts, cancellationToken).ConfigureAwait(false);
            _latestCounts = [.. _counts];
            _countedAt = time.GetTimestamp();
        }

        await master.ReadInputRegistersAsync(_unitId, RegisterMap.Status.Start, _status, cancellationToken).ConfigureAwait(false);
        return Decode(epoch, time);
    }

    public async Task<CommandResult> CommandAsync(
        IModbusMaster master, SafeCommand command, CommandKind kind, uint epoch, ushort seq, TimeProvider time, CancellationToken cancellationToken)
    {
        (CommandFrame.From(command, epoch, _ownerId, seq) with { Kind = kind }).Encode(_frame);
        await master.ReadWriteMultipleRegistersAsync(
            _unitId, RegisterMap.Status.Start, _status, RegisterMap.Command.Start, _frame, cancellationToken).ConfigureAwait(false);
        var status = Decode(epoch, time);
        return new CommandResult(status, Outcome(status, seq));
    }

    public async Task<bool> ClaimAsync(IModbusMaster master, uint epoch, CancellationToken cancellationToken)
    {
        var claim = new ushort[RegisterMap.Claim.Length];
        new ClaimFrame(epoch, _ownerId).Encode(claim);
        try
        {
            await master.WriteMultipleRegistersAsync(_unitId, RegisterMap.Claim.Start, claim, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SlaveException refused) when (refused.SlaveExceptionCode == SlaveExceptionCode.IllegalDataValue)
        {
            return false;
        }
    }

    /// <summary>These codes say that the device is another one; the others (busy, failed, gateway) say that it cannot answer now.</summary>
    private static bool IsAboutTheRequest(SlaveExceptionCode code) =>
        code is SlaveExceptionCode.IllegalFunction or SlaveExceptionCode.IllegalDataAddress or SlaveExceptionCode.IllegalDataValue;

    private CabinetStatus Decode(uint epoch, TimeProvider time) => _decoder.Decode(_status, time.Now(), epoch) with { DetectorCounts = _latestCounts };

    /// <summary>Accepted exactly when the cabinet's accepted sequence is ours, under our epoch.</summary>
    private RejectCode Outcome(CabinetStatus status, ushort seq)
    {
        if (status.IsOurs && _status[RegisterMap.Status.AcceptedSeq] == seq)
        {
            return RejectCode.None;
        }

        return !status.IsOurs && status.LastReject == RejectCode.None ? RejectCode.StaleEpoch
            : status.LastReject == RejectCode.None ? RejectCode.NotInControl
            : status.LastReject;
    }

    private static void Expect(ushort[] identity, int register, string name, ushort expected, bool hex = false)
    {
        var format = hex ? "0x{0:X4}" : "{0}";
        if (identity[register] != expected)
        {
            throw new CabinetMismatchException(string.Create(
                CultureInfo.InvariantCulture,
                $"input register {RegisterMap.Identity.Start + register} ({name}) holds {string.Format(CultureInfo.InvariantCulture, format, identity[register])}, "
                + $"expected {string.Format(CultureInfo.InvariantCulture, format, expected)}: check address, unit id, profile and corridor file"));
        }
    }
}
