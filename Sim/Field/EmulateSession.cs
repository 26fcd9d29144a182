using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Model;

namespace Signals.Sim.Field;

/// <summary>The keyboard and the printed state of <c>sim emulate</c>.</summary>
public sealed class EmulateSession(Corridor corridor, EmulatedField roadside, TextWriter output)
{
    private readonly ImmutableArray<string> _ids = [.. corridor.Intersections.Select(x => x.Id)];
    private readonly HashSet<string> _tampered = [];

    /// <summary>A monitor found something although nobody injected a fault there.</summary>
    public bool HasUnexplainedFindings => roadside.Picture.Intersections.Any(x => x.Findings > 0 && !_tampered.Contains(x.Id));

    /// <summary>Says where everything is.</summary>
    public async Task AnnounceAsync()
    {
        foreach (var (index, intersection) in corridor.Intersections.Index())
        {
            await output.WriteLineAsync($"{intersection.Id}: cabinet on {roadside.Cabinets[index].LocalEndPoint}, unit {intersection.Cabinet.UnitId}");
        }

        await output.WriteLineAsync("type help for the front panel");
    }

    /// <summary>Prints all cabinets now and then, until cancelled.</summary>
    public async Task PrintAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await output.WriteLineAsync(Status());
            }
        }
        catch (OperationCanceledException)
        {
            // The way it ends.
        }
    }

    /// <summary>Carries out what is typed; <c>quit</c> stops the session, the end of the input does not.</summary>
    public async Task PromptAsync(TextReader input, CancellationTokenSource stop)
    {
        // Console.In has no cancellable read: the line that is being waited for ends with the process.
        await Task.Yield();
        while (!stop.IsCancellationRequested && await input.ReadLineAsync(stop.Token) is { } line)
        {
            if (line.Trim() == "quit")
            {
                await stop.CancelAsync();
                return;
            }

            await output.WriteLineAsync(Answer(line));
        }
    }

    /// <summary>What the machine-readable result of the verb says.</summary>
    public EmulateSummary Summarise(ISensorOutput sensors) => new(
        corridor.Name, corridor.ContentHash, sensors.Sent, sensors.Dropped, roadside.Picture.SkippedMs,
        [.. roadside.Picture.Intersections.Select(x => new EmulatedCabinetSummary(x.Id, x.Mode.ToString(), x.Findings, x.FirstFinding, _tampered.Contains(x.Id)))]);

    /// <summary>Carries out one line and says what happened.</summary>
    public string Answer(string line)
    {
        switch (line.Trim())
        {
            case "":
                return "";
            case "help":
                return PanelCommand.Help;
            case "status":
                return Status();
        }

        if (!PanelCommand.TryParse(line, _ids, out var command, out var problem))
        {
            return problem;
        }

        if (line.TrimStart().StartsWith("fault", StringComparison.Ordinal))
        {
            _tampered.Add(command!.Intersection);
        }

        return roadside.Cabinets[_ids.IndexOf(command!.Intersection)].With(command.Apply);
    }

    private string Status()
    {
        var picture = roadside.Picture;
        var lines = picture.Intersections.Select(x => string.Create(
            CultureInfo.InvariantCulture, $"{x.Id,-12} {x.Mode,-14} queue {x.Queued,3}  panel {x.Inputs}  monitor {(x.IsTripped ? "TRIPPED" : "ok")}, {x.Findings} findings {x.FirstFinding}"));
        return string.Join(Environment.NewLine, lines.Prepend($"{picture.Vehicles} vehicles"));
    }
}

/// <summary>JSON result of <c>sim emulate</c>.</summary>
public sealed record EmulateSummary(
    string Corridor, string CorridorHash, long SensorMessages, long SensorMessagesDropped, long SkippedMs, ImmutableArray<EmulatedCabinetSummary> Cabinets);

/// <summary>One cabinet at the end of <c>sim emulate</c>.</summary>
/// <param name="FaultInjected">Somebody injected a lamp fault, which explains findings.</param>
public sealed record EmulatedCabinetSummary(string Id, string Mode, long MonitorFindings, string FirstFinding, bool FaultInjected);
