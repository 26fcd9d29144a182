using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signals.Sim.Sumo.Running;

namespace Signals.Sim.Sumo.Scoring;

/// <summary>Judges the signal states of a run by the benchmark's own program, which knows nothing of ours.</summary>
/// <param name="script">Path of <c>check_signals.py</c>.</param>
/// <param name="network">The scenario's network.</param>
/// <param name="minimumYellowSeconds">Yellow that every change must show.</param>
/// <param name="minimumGreenSeconds">Green that every movement must get.</param>
public sealed class SignalCheck(string script, string network, double minimumYellowSeconds, double minimumGreenSeconds)
{
    /// <summary>Debian's interpreter; the program needs nothing beyond its standard library.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(2);

    /// <summary>The program in the benchmark folder.</summary>
    /// <exception cref="FileNotFoundException">It or Python is not there; the message says what to set or install.</exception>
    public static string FindScript(string repository)
    {
        var folder = Environment.GetEnvironmentVariable("SIGNALS_BENCH") ?? Path.Combine(repository, "..", "shared", "bench");
        var script = Path.GetFullPath(Path.Combine(folder, "check_signals.py"));
        return !File.Exists(script)
            ? throw new FileNotFoundException($"{script} does not exist: set SIGNALS_BENCH to the folder of the benchmark data, or leave --check away")
            : File.Exists(Python) ? script : throw new FileNotFoundException($"{Python} is missing: apt-get install python3, or leave --check away");
    }

    /// <summary>Checks one run.</summary>
    /// <exception cref="InvalidDataException">The program failed.</exception>
    public SignalCheckResult Of(SumoOutputs outputs, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Python, [script, network, outputs.Signals, Text(minimumYellowSeconds), Text(minimumGreenSeconds)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var stop = cancellationToken.Register(process.Kill);
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(EndsWithin))
        {
            process.Kill();
        }

        cancellationToken.ThrowIfCancellationRequested();
        var found = output.StartsWith('{') ? JsonSerializer.Deserialize<Answer>(output) : null;
        return found is null
            ? throw new InvalidDataException($"{script} could not judge {outputs.Signals}: it printed \"{output.Trim()}\"")
            : new SignalCheckResult(
                found.Conflict, found.NoYellow, found.ShortYellow, found.ShortGreen, found.MaxRed, [.. found.Examples.Select(e => e.ToString())]);
    }

    private static string Text(double seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    private sealed record Answer(
        [property: JsonPropertyName("conflict")] int Conflict,
        [property: JsonPropertyName("no_yellow")] int NoYellow,
        [property: JsonPropertyName("short_yellow")] int ShortYellow,
        [property: JsonPropertyName("short_green")] int ShortGreen,
        [property: JsonPropertyName("max_red")] double MaxRed,
        [property: JsonPropertyName("examples")] ImmutableArray<JsonElement> Examples);
}
