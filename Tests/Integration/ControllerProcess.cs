using System.Diagnostics;
using Signals.Controller.Hosting;

namespace Signals.Tests.Integration;

/// <summary>The controller as its own process, to be killed, stopped and continued.</summary>
public sealed class ControllerProcess : IDisposable
{
    private const int Stop = 19, Continue = 18, Terminate = 15;

    private readonly Process _process;
    private readonly List<string> _output = [];

    public ControllerProcess(params string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [typeof(ControllerHost).Assembly.Location, .. arguments])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>SIGKILL: nothing is said goodbye to.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGSTOP: a pause of the machine.</summary>
    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Signal(Terminate);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Signal(int number)
    {
        using var kill = Process.Start("kill", [$"-{number}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }
}
