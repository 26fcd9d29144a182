using Signals.Modbus;
using Signals.Modbus.Server;

namespace Signals.Tests.Drivers.Cabinet;

/// <summary>Another vendor's cabinet: a PLC with three fixed stages, a 5 s minimum and a 6 s change, and a watchdog on the master's heartbeat.</summary>
internal sealed class EmulatedStagePlc : ModbusRequestHandler
{
    private const int StageCount = 3, MinimumTenths = 50, ChangeTenths = 60, WatchdogTenths = 30;

    private readonly Lock _gate = new();
    private readonly ushort[] _command = new ushort[2];
    private int _stage = 1, _wanted = 1, _timeInState, _sinceHeartbeat = WatchdogTenths, _local;
    private bool _changing;
    private ushort _heartbeat;

    public ushort Magic { get; init; } = 20556;

    public bool IsManual { get; set; }

    public bool IsRemote => _sinceHeartbeat < WatchdogTenths && !IsManual;

    /// <summary>Green stage, 0 while changing.</summary>
    public int Green => _changing ? 0 : _stage;

    /// <summary>100 ms pass.</summary>
    public void Step()
    {
        lock (_gate)
        {
            _heartbeat++;
            _timeInState++;
            _sinceHeartbeat++;
            _local = (_local + 1) % (StageCount * 200);
            _wanted = IsRemote && _command[0] is > 0 and <= StageCount ? _command[0] : 1 + _local / 200;
            if (_changing && _timeInState >= ChangeTenths)
            {
                (_changing, _stage, _timeInState) = (false, _wanted, 0);
            }
            else if (!_changing && _stage != _wanted && _timeInState >= MinimumTenths && !IsManual)
            {
                (_changing, _timeInState) = (true, 0);
            }
        }
    }

    public override SlaveExceptionCode ReadInputRegisters(in ModbusRequestContext context, ushort startAddress, Span<ushort> destination)
    {
        lock (_gate)
        {
            ushort[] all =
            [
                Magic, 1, _heartbeat, (ushort)(IsManual ? 3 : IsRemote ? 2 : 1), (ushort)_stage, (ushort)(_changing ? 2 : 1), (ushort)_timeInState,
                (ushort)(IsManual ? 8 : 0), 0b101, 1,
            ];
            if (startAddress + destination.Length > all.Length)
            {
                return SlaveExceptionCode.IllegalDataAddress;
            }

            all.AsSpan(startAddress, destination.Length).CopyTo(destination);
            return SlaveExceptionCode.None;
        }
    }

    public override SlaveExceptionCode WriteHoldingRegisters(in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<ushort> values)
    {
        lock (_gate)
        {
            if (startAddress != 0 || values.Length != 2)
            {
                return SlaveExceptionCode.IllegalDataAddress;
            }

            _sinceHeartbeat = values[0] == 0 ? WatchdogTenths : values[1] != _command[1] ? 0 : _sinceHeartbeat;
            values.CopyTo(_command);
            return SlaveExceptionCode.None;
        }
    }
}
