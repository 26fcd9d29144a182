using System.IO.Ports;
using Signals.Modbus.Transport;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus.Interop;

/// <summary>Two pseudo-terminals joined back to back: a serial line without hardware.</summary>
public sealed class PtyPair : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signals-pty-");
    private readonly string _program;
    private ExternalProcess? _socat;

    private PtyPair(string program)
    {
        _program = program;
        Near = Path.Combine(_folder.FullName, "near");
        Far = Path.Combine(_folder.FullName, "far");
    }

    public string Near { get; }

    public string Far { get; }

    /// <summary>Without parity: a pseudo-terminal has none, and the second open of one that asks for it is refused.</summary>
    public static SerialSettings Settings(string port) => new(port) { Parity = Parity.None };

    public static async Task<PtyPair> OpenAsync()
    {
        var pair = new PtyPair(RequiredTool.OrSkip("socat", package: "socat"));
        await pair.PlugInAsync();
        return pair;
    }

    /// <summary>Joins the terminals, under the names they had.</summary>
    public async Task PlugInAsync()
    {
        _socat = new ExternalProcess(_program, $"pty,raw,echo=0,link={Near}", $"pty,raw,echo=0,link={Far}");
        await Eventually.IsTrue(() => File.Exists(Near) && File.Exists(Far), "socat links both terminals");
    }

    /// <summary>Both terminals hang up and are gone, as when an adapter is pulled.</summary>
    public async Task PullOutAsync()
    {
        await _socat!.DisposeAsync();
        File.Delete(Near);
        File.Delete(Far);
    }

    public async ValueTask DisposeAsync()
    {
        await _socat!.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
