namespace Signals.Tests.Modbus;

/// <summary>
/// Passes bytes on as a bad line does, as a seed decides: in pieces, with bytes altered, dropped or doubled, or cut off.
/// </summary>
public sealed class FaultyStream(Stream inner, int seed, double faultsPerRead) : PassingStream(inner)
{
    private readonly Random _random = new(seed);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var piece = buffer[..Math.Min(buffer.Length, _random.Next(1, 24))];
        var count = await Inner.ReadAsync(piece, cancellationToken);
        if (count == 0 || _random.NextDouble() >= faultsPerRead)
        {
            return count;
        }

        var bytes = piece.Span[..count];
        switch (_random.Next(4))
        {
            case 0:
                bytes[_random.Next(count)] ^= (byte)_random.Next(1, 256);
                return count;
            case 1 when count > 1:
                bytes[1..].CopyTo(bytes);
                return count - 1;
            case 2 when count < piece.Length:
                piece.Span[count] = bytes[count - 1];
                return count + 1;
            default:
                return 0;
        }
    }
}
