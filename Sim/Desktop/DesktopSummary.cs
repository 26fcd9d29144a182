using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Sim.Desktop;

/// <summary>What a desk-top run came to; the JSON result of the verb. Times in the unit that the name says.</summary>
/// <param name="Seconds">Length of the run.</param>
/// <param name="LatenessP50Ms">How late ticks were told, all of them.</param>
/// <param name="SensorMessages">Messages sent by the emulated sensors.</param>
/// <param name="SkippedMs">Time that the field could not keep up with.</param>
/// <param name="Errors">Errors and unhandled exceptions.</param>
/// <param name="FirstError">The first of them; empty when there is none.</param>
/// <param name="ManagedStartMb">Managed memory after a full collection, ten seconds after the start (at the end of a shorter run: the same moment).</param>
/// <param name="ManagedEndMb">The same at the end.</param>
/// <param name="ResidentStartMb">Resident memory at the same moments.</param>
public sealed record DesktopSummary(
    string Corridor, string CorridorHash, double Seconds, double LatenessP50Ms, double LatenessP99Ms, double LatenessMaxMs, long TicksMissed,
    long SensorMessages, long SensorMessagesDropped, long SkippedMs, long Errors, string FirstError,
    double ManagedStartMb, double ManagedEndMb, double ResidentStartMb, double ResidentEndMb, ImmutableArray<DesktopIntersectionSummary> Intersections)
{
    /// <summary>Everything that makes the run a failure, in words; empty when it was clean.</summary>
    public ImmutableArray<string> Problems =>
    [
        .. Intersections.Where(x => x.MonitorFindings > 0).Select(x => $"{x.Id}: the monitor found {x.MonitorFindings} faults; {x.FirstFinding}"),
        .. Intersections.Where(x => x.RemoteShare == 0).Select(x => $"{x.Id}: was never under remote control"),
        .. Intersections.Where(x => x.RemoteShare > 0 && !x.ControlledAtEnd).Select(x => $"{x.Id}: was not under our control at the end; {x.Reason}"),
        .. Intersections.Where(x => x.LinksLost > 0).Select(x => $"{x.Id}: the cabinet link was lost {x.LinksLost} times"),
        .. Intersections.Where(x => x.ActorStarts > 1).Select(x => $"{x.Id}: its actor was started {x.ActorStarts} times"),
        .. Errors == 0 ? Array.Empty<string>() : [$"{Errors} errors; the first: {FirstError}"],
    ];

    public bool IsClean => Problems.IsEmpty;

    /// <summary>The report at the end of a run.</summary>
    public IEnumerable<string> Lines()
    {
        var culture = CultureInfo.InvariantCulture;
        yield return string.Create(
            culture, $"{Corridor}: {Seconds:0} s, tick late p50 {LatenessP50Ms:0.0} p99 {LatenessP99Ms:0.0} max {LatenessMaxMs:0} ms, {TicksMissed} missed");
        foreach (var x in Intersections)
        {
            yield return string.Create(culture, $"  {x.Id,-12} {x.Level,-9} remote {100 * x.RemoteShare:0} %  findings {x.MonitorFindings}  links lost {x.LinksLost}  decided p99 {x.DecidedP99Ms:0.0} ms");
        }

        yield return string.Create(culture, $"sensor messages {SensorMessages}, dropped {SensorMessagesDropped}; field skipped {SkippedMs} ms");
        yield return string.Create(
            culture, $"memory: managed {ManagedStartMb:0.0} -> {ManagedEndMb:0.0} MB, resident {ResidentStartMb:0} -> {ResidentEndMb:0} MB");
        yield return IsClean ? "clean: no monitor finding, no error, no lost link" : string.Join(Environment.NewLine, Problems.Select(p => "PROBLEM " + p));
    }
}

/// <summary>One intersection in a <see cref="DesktopSummary"/>.</summary>
/// <param name="RemoteShare">Share of the samples, after its first second of remote control, in which the cabinet was under our remote control; 0 when it never was.</param>
/// <param name="ControlledAtEnd">The last sample was under our remote control.</param>
/// <param name="Reason">Rung and cause of the last sample.</param>
/// <param name="SecondsToRemote">From the start to the first sample under remote control; NaN when it never was.</param>
public sealed record DesktopIntersectionSummary(
    string Id, string Level, string Reason, double RemoteShare, bool ControlledAtEnd, double SecondsToRemote, long MonitorFindings, string FirstFinding, int LinksLost, int ActorStarts,
    double DecidedP50Ms, double DecidedP99Ms, double DecidedMaxMs);
