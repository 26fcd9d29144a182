using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Signals.Sim.Sumo.TraCI;

namespace Signals.Sim.Sumo.Running;

/// <summary>One running SUMO. Disposing it kills what still runs.</summary>
internal sealed class SumoProcess : IDisposable
{
    /// <summary>Loading a large network takes seconds.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for one answer, and for the outputs to be written at the end.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan WordsWithin = TimeSpan.FromSeconds(2);

    private const int LinesKept = 12;

    /// <summary>A free port may be taken by somebody else before SUMO listens on it.</summary>
    private const int Attempts = 5;

    private readonly Process _process;
    private readonly Queue<string> _said = new();

    private SumoProcess(SumoInstallation program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (program.Home.Length > 0)
        {
            start.Environment["SUMO_HOME"] = program.Home;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts SUMO to be driven by us.</summary>
    /// <exception cref="TraciException">It does not start; the message is what it printed.</exception>
    public static (SumoProcess Process, TraciConnection Connection) Open(SumoInstallation program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var process = new SumoProcess(program, [.. arguments, "--remote-port", port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            try
            {
                return (process, process.Connect(port, cancellationToken));
            }
            catch (TraciException) when (attempt < Attempts && process.PortWasTaken)
            {
                process.Dispose();
            }
            catch
            {
                process.Dispose();
                throw;
            }
        }
    }

    /// <summary>Runs SUMO alone, to its own end.</summary>
    /// <exception cref="TraciException">It failed; the message is what it printed.</exception>
    public static void RunAlone(SumoInstallation program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new SumoProcess(program, arguments);
        while (!process._process.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        process.CheckExit();
    }

    /// <summary>Waits until SUMO has written its outputs.</summary>
    /// <exception cref="TraciException">It does not end, or failed.</exception>
    public void WaitForEnd()
    {
        if (!_process.WaitForExit(AnswerWithin))
        {
            throw new TraciException($"SUMO did not end within {AnswerWithin.TotalSeconds:0} s of its last step");
        }

        CheckExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Last lines that SUMO printed; a SUMO that has just failed gets a moment to print why.</summary>
    public string LastWords()
    {
        if (_process.WaitForExit(WordsWithin))
        {
            _process.WaitForExit();
        }

        return Said();
    }

    private string Said()
    {
        lock (_said)
        {
            return string.Join('\n', _said);
        }
    }

    private bool PortWasTaken => Said().Contains("bind", StringComparison.OrdinalIgnoreCase) || Said().Contains("in use", StringComparison.OrdinalIgnoreCase);

    private TraciConnection Connect(int port, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return TraciConnection.Open(port, AnswerWithin);
            }
            catch (SocketException) when (clock.GetElapsedTime(started) < StartWithin)
            {
                if (_process.WaitForExit(BetweenAttempts))
                {
                    throw new TraciException($"SUMO ended before the first step:\n{SaidAtEnd()}");
                }
            }
        }
    }

    private void CheckExit()
    {
        if (_process.ExitCode != 0)
        {
            throw new TraciException($"SUMO ended with exit code {_process.ExitCode}:\n{SaidAtEnd()}");
        }
    }

    /// <summary>What it printed, once its streams are read to the end.</summary>
    private string SaidAtEnd()
    {
        _process.WaitForExit();
        return Said();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > LinesKept)
            {
                _said.Dequeue();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
