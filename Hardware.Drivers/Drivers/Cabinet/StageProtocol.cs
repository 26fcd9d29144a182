using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet.Profiles;
using Signals.Modbus.Client;

namespace Signals.Drivers.Cabinet;

/// <summary>
/// A cabinet that takes stage requests under a heartbeat, described by a profile. Such a device knows no epoch and no safety hash: exclusive
/// control then rests on there being one master, and the safety configuration is vouched for by whoever signed the profile's use.
/// Such a device serves the crossings of a stage with the stage and tells nothing of them: they count as walking while it is green.
/// </summary>
public sealed class StageProtocol : ICabinetProtocol
{
    private readonly DeviceProfile _profile;
    private readonly StageStatusMap _map;
    private readonly StageCommandMap _command;
    private readonly SafetyTable _table;
    private readonly byte _unitId;
    private readonly ushort[] _status;
    private readonly ushort[] _frame;
    private ushort _heartbeat, _lastSeq;
    private uint _epoch;
    private long _writtenAt;
    private bool _isCommanding;

    /// <exception cref="CabinetMismatchException">The intersection has no stages.</exception>
    public StageProtocol(DeviceProfile profile, Intersection intersection, SafetyTable table)
    {
        if (intersection.Sequence is not StageSequence)
        {
            throw new CabinetMismatchException(
                $"intersection {intersection.Id} is ring-barrier; profile {profile.Name} takes only stages: describe the intersection by stages, or use signals-v1");
        }

        _profile = profile;
        _map = profile.Status!;
        _command = profile.Command!;
        _table = table;
        _unitId = intersection.Cabinet.UnitId;
        _status = new ushort[_map.Length];
        _frame = new ushort[_command.Length];
    }

    public async Task IdentifyAsync(IModbusMaster master, CancellationToken cancellationToken)
    {
        var held = new ushort[1];
        foreach (var expected in _profile.Identity ?? [])
        {
            await ReadAsync(master, expected.Table, expected.Address, held, cancellationToken).ConfigureAwait(false);
            if (held[0] != expected.Value)
            {
                throw new CabinetMismatchException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(expected.Table == RegisterTable.Input ? "input" : "holding")} register {expected.Address} ({expected.Name}) holds {held[0]}, expected {expected.Value}: "
                    + $"this is not a {_profile.Name} cabinet; check address, unit id and profile"));
            }
        }
    }

    public async Task<CabinetStatus> PollAsync(IModbusMaster master, uint epoch, TimeProvider time, CancellationToken cancellationToken)
    {
        await ReadAsync(master, _map.Table, _map.Start, _status, cancellationToken).ConfigureAwait(false);
        return Decode(epoch, time);
    }

    public async Task<CommandResult> CommandAsync(
        IModbusMaster master, SafeCommand command, CommandKind kind, uint epoch, ushort seq, TimeProvider time, CancellationToken cancellationToken)
    {
        var stage = command.Kind switch
        {
            CommandKind.Release => _command.Release,
            CommandKind.AllRed => _command.AllRed,
            _ => command.Stage > 0 ? (ushort?)command.Stage : null,
        };
        if (stage is null)
        {
            return new CommandResult(await PollAsync(master, epoch, time, cancellationToken).ConfigureAwait(false), RejectCode.UnknownCommand);
        }

        _heartbeat = unchecked((ushort)(_heartbeat + 1));
        _frame[_command.Stage] = stage.Value;
        _frame[_command.Heartbeat] = _heartbeat;
        await master.WriteMultipleRegistersAsync(_unitId, _command.Start, _frame, cancellationToken).ConfigureAwait(false);
        _writtenAt = time.GetTimestamp();
        _isCommanding = command.Kind != CommandKind.Release;
        _lastSeq = seq;
        return new CommandResult(await PollAsync(master, epoch, time, cancellationToken).ConfigureAwait(false), RejectCode.None);
    }

    /// <summary>The device has no epoch: the claim only marks this link as the one that commands.</summary>
    public Task<bool> ClaimAsync(IModbusMaster master, uint epoch, CancellationToken cancellationToken)
    {
        _epoch = epoch;
        return Task.FromResult(true);
    }

    private async Task ReadAsync(IModbusMaster master, RegisterTable table, ushort start, ushort[] into, CancellationToken cancellationToken)
    {
        if (table == RegisterTable.Input)
        {
            await master.ReadInputRegistersAsync(_unitId, start, into, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await master.ReadHoldingRegistersAsync(_unitId, start, into, cancellationToken).ConfigureAwait(false);
        }
    }

    private CabinetStatus Decode(uint epoch, TimeProvider time)
    {
        // A mode code that the profile does not know is nobody's to command.
        var mode = _map.Modes.GetValueOrDefault(_status[_map.Mode], CabinetMode.Manual);
        var left = _command.WatchdogMs - (long)time.GetElapsedTime(_writtenAt).TotalMilliseconds;
        return new CabinetStatus(
            time.Now(), mode, _table.ConfigHash, _epoch, IsOurs: epoch != 0 && epoch == _epoch, _lastSeq, RejectCode.None,
            new Duration(_isCommanding ? Math.Max(0, left) : 0), Groups(), Presence(), 0, 0, Inputs(), 0, MonitorFaults.None, _status[_map.Heartbeat]);
    }

    private ImmutableArray<GroupStatus> Groups()
    {
        var groups = ImmutableArray.CreateBuilder<GroupStatus>(_table.GroupCount);
        var stage = _table.StageOf(_status[_map.Stage]);
        var state = _status[_map.StageState];
        var time = new Duration((long)_status[_map.TimeInState] * _map.TimeUnitMs);
        for (var group = 0; group < _table.GroupCount; group++)
        {
            var signal = _table.Group(group);
            var served = stage is not null && (stage.Groups | stage.PedestrianGroups).Contains(group);
            groups.Add(new GroupStatus(
                served && state == _map.Green ? signal.GoState : served && state == _map.Clearing ? signal.ClearingState : signal.StopState, time));
        }

        return groups.MoveToImmutable();
    }

    private ulong Presence()
    {
        ulong bits = 0;
        for (var i = 0; i < _map.PresenceRegisters; i++)
        {
            bits |= (ulong)_status[(_map.Presence ?? 0) + i] << 16 * i;
        }

        return bits;
    }

    private CabinetInputs Inputs()
    {
        var inputs = CabinetInputs.None;
        if (_map is { Inputs: { } offset, InputBits: { } bits })
        {
            foreach (var (bit, input) in bits)
            {
                inputs |= (_status[offset] >> bit & 1) != 0 ? input : CabinetInputs.None;
            }
        }

        return inputs;
    }
}
