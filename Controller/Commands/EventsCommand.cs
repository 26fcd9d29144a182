using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Signals.Controller.Storage;
using Signals.Core.Units;

namespace Signals.Controller.Commands;

/// <summary><c>controller events FILE.db</c>: exports hi-res events in the ATSPM layout.</summary>
public static class EventsCommand
{
    private const string Codes = "Exit codes: 0 ok, 2 usage, 3 cannot read or write a file, 130 interrupted.";

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The events.db of a controller's data directory; it may be in use." };
        var from = TimeOption("--from", "First time to export, e.g. 2026-11-23T14:00 in the corridor's zone, or with Z or an offset.");
        var to = TimeOption("--to", "Time after the last.");
        var device = new Option<int?>("--device") { Description = "Only this device number.", HelpName = "N" };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write here. Default: standard output.", HelpName = "PATH" };
        var all = new Option<bool>("--all") { Description = $"Also this project's own codes (from {EventCsv.FirstPrivateCode})." };
        var json = JsonResult.Option();
        var command = new Command("events", $"Export hi-res events as CSV: {EventCsv.Header}. {Codes}") { file, from, to, device, csv, all, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var archive = EventArchive.Open(parsed.GetRequiredValue(file).FullName);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(archive.TimeZone);
            var events = archive.Read(InstantOf(parsed.GetValue(from), zone), InstantOf(parsed.GetValue(to), zone), parsed.GetValue(device));
            var count = await WriteAsync(parsed.GetValue(csv), parsed.InvocationConfiguration.Output, events, zone, parsed.GetValue(all), cancellationToken);
            await JsonResult.WriteAsync(parsed.GetValue(json), new { file = parsed.GetRequiredValue(file).ToString(), zone = zone.Id, events = count }, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task<long> WriteAsync(
        FileInfo? path, TextWriter output, IEnumerable<Core.Measures.HiResEvent> events, TimeZoneInfo zone, bool all, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return await EventCsv.WriteAsync(output, events, zone, all, cancellationToken);
        }

        path.Directory?.Create();
        await using var file = new StreamWriter(path.FullName);
        return await EventCsv.WriteAsync(file, events, zone, all, cancellationToken);
    }

    private static Option<DateTime?> TimeOption(string name, string description) => new(name)
    {
        Description = description, HelpName = "TIME", CustomParser = ParseTime,
    };

    private static DateTime? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        result.AddError($"'{text}' is not a time; accepted: 2026-11-23T14:00, 2026-11-23T14:00:00.000Z");
        return null;
    }

    /// <summary>A time without an offset is the corridor's.</summary>
    private static Instant? InstantOf(DateTime? time, TimeZoneInfo zone)
    {
        if (time is not { } given)
        {
            return null;
        }

        var utc = given.Kind == DateTimeKind.Utc ? given : TimeZoneInfo.ConvertTimeToUtc(given, zone);
        return new Instant(new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds());
    }
}
