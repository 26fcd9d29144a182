using System.Collections.Concurrent;
using System.Diagnostics;

namespace Signals.Tests.Support;

/// <summary>A program beside the test: its output is collected, and it is ended with the test.</summary>
public sealed class ExternalProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    public ExternalProcess(string program, params string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything the program has printed, both streams.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Runs to the end; fails when that takes longer than 20 s.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        await using var process = new ExternalProcess(program, arguments);
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process._process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end:\n{process.Output}");
        }

        return (process._process.ExitCode, process.Output);
    }

    /// <summary>The rest of the first line that begins with <paramref name="start"/>; fails when none comes within 20 s.</summary>
    public async Task<string> LineAsync(string start)
    {
        string? found = null;
        await Eventually.IsTrue(
            () => (found = _lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))) is not null || _process.HasExited,
            $"{_process.StartInfo.FileName} prints \"{start}\"",
            Patience);
        Assert.That(found, Is.Not.Null, $"{_process.StartInfo.FileName} ended without \"{start}\":\n{Output}");
        return found![start.Length..].Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
