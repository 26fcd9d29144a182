using Signals.Tests.Support;

namespace Signals.Tests.Modbus.Interop;

/// <summary>Two pseudo-terminals joined back to back: a serial line without hardware.</summary>
public sealed class PtyPair : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signals-pty-");
    private readonly ExternalProcess _socat;

    private PtyPair(string socat)
    {
        Near = Path.Combine(_folder.FullName, "near");
        Far = Path.Combine(_folder.FullName, "far");
        _socat = new ExternalProcess(socat, $"pty,raw,echo=0,link={Near}", $"pty,raw,echo=0,link={Far}");
    }

    public string Near { get; }

    public string Far { get; }

    public static async Task<PtyPair> OpenAsync()
    {
        var pair = new PtyPair(RequiredTool.OrSkip("socat", package: "socat"));
        await Eventually.IsTrue(() => File.Exists(pair.Near) && File.Exists(pair.Far), "socat links both terminals");
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        await _socat.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
