using Signals.Modbus.Framing;

namespace Signals.Modbus.Client;

/// <summary>What a master's line does differently for the two framings.</summary>
internal abstract class LineFraming
{
    public static LineFraming Tcp { get; } = new Mbap();

    public static LineFraming Rtu { get; } = new RtuLine();

    /// <summary>Answers name their transaction, so that several may be in flight.</summary>
    public abstract bool Pipelines { get; }

    public abstract int WriteRequest(Transaction transaction, Span<byte> destination);

    public abstract FrameStatus TryReadResponse(ReadOnlySpan<byte> received, out Frame frame, out string? problem);

    private sealed class Mbap : LineFraming
    {
        public override bool Pipelines => true;

        public override int WriteRequest(Transaction transaction, Span<byte> destination) =>
            Framing.Mbap.Write(transaction.Id, transaction.UnitId, transaction.Request, destination);

        public override FrameStatus TryReadResponse(ReadOnlySpan<byte> received, out Frame frame, out string? problem) =>
            Framing.Mbap.TryRead(received, out frame, out problem);
    }

    private sealed class RtuLine : LineFraming
    {
        public override bool Pipelines => false;

        public override int WriteRequest(Transaction transaction, Span<byte> destination) =>
            RtuFrame.Write(transaction.UnitId, transaction.Request, destination);

        public override FrameStatus TryReadResponse(ReadOnlySpan<byte> received, out Frame frame, out string? problem) =>
            RtuFrame.TryReadResponse(received, out frame, out problem);
    }
}
