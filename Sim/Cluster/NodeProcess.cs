using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Signals.Controller.Hosting;
using Signals.Controller.Service;

namespace Signals.Sim.Cluster;

/// <summary>One controller process of a cluster on this machine, to be asked, terminated, killed, stopped and continued.</summary>
public sealed class NodeProcess : IDisposable
{
    private const int Terminate = 15, Stop = 19, Continue = 18;

    private readonly NodePlace _place;
    private readonly StreamWriter _log;
    private Process? _process;

    /// <param name="place">Where it runs and what it is told.</param>
    public NodeProcess(NodePlace place)
    {
        _place = place;
        _log = new StreamWriter(new FileStream(place.Log, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        Client = new ControlClient(place.Socket);
    }

    public string Name => _place.Name;

    /// <summary>As its cabinets know it.</summary>
    public ushort OwnerId => _place.OwnerId;

    public ControlClient Client { get; }

    /// <summary>Where the emulated sensors reach it.</summary>
    public IPEndPoint Sensors => _place.Sensors;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>CPU time of the process so far; zero when it does not run.</summary>
    public TimeSpan CpuTime => Measure(p => p.TotalProcessorTime);

    /// <summary>Resident memory in bytes; zero when it does not run.</summary>
    public long MemoryBytes => Measure(p => p.WorkingSet64);

    public void Start()
    {
        _process?.Dispose();
        var (program, prefix) = _place.Namespace is { } name
            ? ("ip", (string[])["netns", "exec", name, "dotnet"])
            : ("dotnet", []);
        var start = new ProcessStartInfo(
            program,
            [
                .. prefix, typeof(ControllerHost).Assembly.Location, "run", "--node", _place.NodeFile, "--udp", _place.Sensors.ToString(),
                .. _place.Disk is { } disk ? (string[])["--data", Path.Combine(disk.Path, "records")] : [],
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The disk of its records; null when it keeps none.</summary>
    public NodeDisk? Disk => _place.Disk;

    /// <summary>From its next start on it is as a program that knows messages up to this version.</summary>
    public void Speak(int wireVersion) => File.WriteAllText(_place.NodeFile, Regex.Replace(
        File.ReadAllText(_place.NodeFile), @"(?m)^wire-version: \d+$", string.Create(CultureInfo.InvariantCulture, $"wire-version: {wireVersion}")));

    /// <summary>SIGTERM.</summary>
    public void AskToEnd() => Signal(Terminate);

    /// <summary>SIGKILL: nothing is said goodbye to.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>SIGSTOP: as a pause of the machine.</summary>
    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    /// <summary>Waits for its end; the exit code, or null when it still runs.</summary>
    public async Task<int?> EndedAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (IsRunning)
        {
            Resume();
            Kill();
        }

        _process?.Dispose();
        Client.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private void Signal(int number)
    {
        if (!IsRunning)
        {
            return;
        }

        using var kill = Process.Start("kill", [$"-{number.ToString(CultureInfo.InvariantCulture)}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Keep(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
            }
        }
    }

    private T Measure<T>(Func<Process, T> of)
        where T : struct
    {
        try
        {
            _process?.Refresh();
            return IsRunning ? of(_process!) : default;
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            return default;
        }
    }
}
