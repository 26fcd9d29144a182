using System.CommandLine;
using System.Globalization;
using Signals.Controller.Configuration;
using Signals.Controller.Hosting;
using Signals.Controller.Recording;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;

namespace Signals.Sim.Commands;

/// <summary><c>sim rerun LOG</c>: feeds a flight log to the core again and checks that the same commands come out, bit for bit.</summary>
public static class RerunCommand
{
    public static Command Create()
    {
        var log = new Argument<FileInfo>("LOG") { Description = "A segment of a flight log, or the folder of one intersection (its latest run)." };
        var explain = new Option<long?>("--explain") { Description = "Show the inputs of this tick and why it was decided so.", HelpName = "TICK" };
        var config = new Option<FileInfo?>("--config") { Description = "Corridor file, where the log carries none.", HelpName = "FILE" };
        var json = JsonResult.Option();
        var command = new Command("rerun", $"Rerun a flight log and compare every command. {ExitCode.Help}") { log, explain, config, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var flight = FlightLog.Open(parsed.GetRequiredValue(log).FullName);
            var corridor = CorridorOf(flight, parsed.GetValue(config));
            var intersection = corridor.Intersections.FirstOrDefault(i => i.Id == flight.Header.IntersectionId)
                ?? throw new InvalidDataException($"the corridor has no intersection '{flight.Header.IntersectionId}'; give the file of that run with --config");
            if (flight.Header.Software != FlightRecorder.SoftwareVersion)
            {
                await output.WriteLineAsync($"warning: recorded by version {flight.Header.Software}, rerun by {FlightRecorder.SoftwareVersion}: differences may come from that");
            }

            var result = FlightRerun.Run(flight.Read(), () => IntersectionTicks.Create(corridor, intersection), parsed.GetValue(explain));
            await WriteAsync(output, flight, result, parsed.GetValue(explain));
            await JsonResult.WriteAsync(parsed.GetValue(json), Report(flight, result), cancellationToken);
            return result.IsSame ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static Corridor CorridorOf(FlightLog log, FileInfo? config)
    {
        if (config is null && log.CorridorFile.Length == 0)
        {
            throw new InvalidDataException("the log carries no corridor file; give it with --config");
        }

        var result = config is null ? CorridorFile.Parse("corridor of the log", log.CorridorFile) : CorridorFile.Load(config.ToString());
        return result.Corridor ?? throw new InvalidDataException(string.Join(Environment.NewLine, result.Findings.Where(f => f.Severity == Severity.Error)));
    }

    private static async Task WriteAsync(TextWriter output, FlightLog log, RerunResult result, long? explain)
    {
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{log.Header.IntersectionId}: {result.Ticks} ticks, {result.Begins} starts, {result.Gaps} gaps; {result.Judged} compared, {result.Differences} differ"));
        if (result.Judged < result.Ticks)
        {
            await output.WriteLineAsync($"{result.Ticks - result.Judged} ticks follow a gap or a lost beginning: run, but not comparable");
        }

        if (result.First is { } first)
        {
            await output.WriteLineAsync($"first difference: tick {first.Number}, {first.Deadline}");
            await output.WriteLineAsync($"  recorded: {first.Recorded}");
            await output.WriteLineAsync($"  rerun:    {first.Rerun}");
        }

        if (result.Explained is { } explained)
        {
            await output.WriteLineAsync($"tick {explained.Record.Number}, {explained.Record.Deadline}: {explained.Reason}");
            await output.WriteLineAsync($"  status:   {explained.Record.Status?.ToString() ?? "none"}");
            await output.WriteLineAsync($"  readings: {explained.Record.Readings.Length} ({explained.Record.ReadingsDropped} dropped), neighbours: {explained.Record.Neighbours.Length}");
            await output.WriteLineAsync($"  result:   {explained.Rerun}");
        }
        else if (explain is { } number)
        {
            await output.WriteLineAsync($"tick {number} is not in this log");
        }
    }

    private static object Report(FlightLog log, RerunResult result) => new
    {
        log.Header, result.Ticks, result.Judged, result.Begins, result.Gaps, result.Differences, result.IsSame, result.First,
        explained = result.Explained?.Reason,
    };
}
