using Signals.Core.Ports;
using Signals.Drivers.Cabinet;
using Signals.Modbus;

namespace Signals.Sim.Cabinet;

/// <summary>
/// The register map as operations: every access is whole or refused. A read must lie inside one block; a write must be one whole
/// command frame or one whole claim.
/// </summary>
public sealed class CabinetRegisters
{
    private readonly EmulatedCabinet _cabinet;
    private readonly RegisterBlocks _blocks;
    private readonly ushort[] _lastFrame = new ushort[RegisterMap.Command.Length];

    internal CabinetRegisters(EmulatedCabinet cabinet)
    {
        _cabinet = cabinet;
        _blocks = new RegisterBlocks(cabinet);
    }

    /// <summary>Function 4.</summary>
    public SlaveExceptionCode ReadInputRegisters(int start, Span<ushort> into) => _blocks.Read(start, into);

    /// <summary>Function 3, and the read half of 23: the last accepted frame at 0, the status block at its input address.</summary>
    public SlaveExceptionCode ReadHoldingRegisters(int start, Span<ushort> into)
    {
        if (start >= 0 && start + into.Length <= RegisterMap.Command.Length)
        {
            _lastFrame.AsSpan(start, into.Length).CopyTo(into);
            return SlaveExceptionCode.None;
        }

        return start >= RegisterMap.Status.Start && start + into.Length <= RegisterMap.Status.Start + RegisterMap.Status.Length
            ? _blocks.Read(start, into)
            : SlaveExceptionCode.IllegalDataAddress;
    }

    /// <summary>Function 2.</summary>
    public SlaveExceptionCode ReadDiscreteInputs(int start, Span<bool> into)
    {
        if (start < 0 || start + into.Length > RegisterMap.Discrete.Length)
        {
            return SlaveExceptionCode.IllegalDataAddress;
        }

        for (var i = 0; i < into.Length; i++)
        {
            into[i] = Discrete(start + i);
        }

        return SlaveExceptionCode.None;
    }

    /// <summary>Function 16 (and 6, which is never a whole frame). A frame that is rejected answers exception 03 and says why in the status block.</summary>
    public SlaveExceptionCode WriteHoldingRegisters(int start, ReadOnlySpan<ushort> values)
    {
        if (start == RegisterMap.Command.Start && values.Length == RegisterMap.Command.Length)
        {
            return WriteFrame(values) == RejectCode.None ? SlaveExceptionCode.None : SlaveExceptionCode.IllegalDataValue;
        }

        if (start == RegisterMap.Claim.Start && values.Length == RegisterMap.Claim.Length)
        {
            return _cabinet.Authority.Claim(values) == RejectCode.None ? SlaveExceptionCode.None : SlaveExceptionCode.IllegalDataValue;
        }

        if (!TouchesFrame(start, values.Length))
        {
            return SlaveExceptionCode.IllegalDataAddress;
        }

        _cabinet.Authority.RejectPartial();
        return SlaveExceptionCode.IllegalDataValue;
    }

    /// <summary>
    /// Function 23: writes, then reads. A rejected command is not an exception here: the status that comes back says so.
    /// A refused claim is.
    /// </summary>
    public SlaveExceptionCode ReadWriteHoldingRegisters(int readStart, Span<ushort> into, int writeStart, ReadOnlySpan<ushort> values)
    {
        var readable = ReadHoldingRegisters(readStart, into);
        if (readable != SlaveExceptionCode.None)
        {
            return readable;
        }

        var written = WriteHoldingRegisters(writeStart, values);
        var isCommand = writeStart == RegisterMap.Command.Start && values.Length == RegisterMap.Command.Length;
        return written == SlaveExceptionCode.None || isCommand ? ReadHoldingRegisters(readStart, into) : written;
    }

    /// <summary>Judges a command frame of exactly 32 registers.</summary>
    public RejectCode WriteFrame(ReadOnlySpan<ushort> frame)
    {
        var code = _cabinet.Authority.Command(frame, _cabinet.Sequencer, _cabinet.Now, _cabinet.UptimeMs, _cabinet.IsAvailable);
        if (code == RejectCode.None)
        {
            frame.CopyTo(_lastFrame);
        }

        return code;
    }

    private static bool TouchesFrame(int start, int length) =>
        (start < RegisterMap.Command.Start + RegisterMap.Command.Length && start + length > RegisterMap.Command.Start)
        || (start < RegisterMap.Claim.Start + RegisterMap.Claim.Length && start + length > RegisterMap.Claim.Start);

    private bool Discrete(int address) => address switch
    {
        < RegisterMap.Discrete.Preempts => ((uint)_cabinet.Panel.Inputs >> address & 1) != 0,
        < RegisterMap.Discrete.Presence => (_cabinet.Panel.Preempts >> address - RegisterMap.Discrete.Preempts & 1) != 0,
        _ => (_cabinet.Detectors.Presence >> address - RegisterMap.Discrete.Presence & 1) != 0,
    };
}
