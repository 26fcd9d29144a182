namespace Signals.Tests.Modbus;

/// <summary>One connection, in hexadecimal. Every wait ends after 5 s.</summary>
public sealed class ScriptedConnection(Stream stream)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Stream Stream { get; } = stream;

    /// <summary>Reads as many bytes as <paramref name="hex"/> has and compares.</summary>
    public async Task ExpectAsync(string hex)
    {
        var expected = Hex(hex);
        Assert.That(Convert.ToHexString(await ReadAsync(expected.Length)), Is.EqualTo(Convert.ToHexString(expected)));
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes, deadline.Token);
        return bytes;
    }

    public Task SendAsync(string hex) => SendAsync(Hex(hex));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await Stream.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>True when the master closes, and has sent nothing more before.</summary>
    public async Task<bool> IsClosedByPeerAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await Stream.ReadAsync(new byte[1], deadline.Token) == 0;
    }

    /// <summary>Bytes of "00 01 0A"; blanks are for the reader.</summary>
    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));
}
