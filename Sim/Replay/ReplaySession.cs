using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Signals.Controller.Hosting;
using Signals.Controller.Storage;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>
/// One replay: emulated cabinets built from the log, the production service on them over Modbus, and the log's detectors as sensor datagrams. Everything runs on
/// <see cref="ReplayTime"/>, so the events of our controller carry the record's own hours and lie beside those of the real one.
/// </summary>
public sealed class ReplaySession(
    IReadOnlyList<LoggedEvent> log, IReadOnlyList<DetectorAssignment> detectors, ReplayOptions options, ICabinetLinkFactory links, ILoggerFactory loggers)
{
    private readonly Instant _from = log[0].At;
    private readonly Instant _to = options.Length is { } length ? Earlier(log[^1].At, log[0].At + length) : log[^1].At;

    /// <summary>Progress, 0–1.</summary>
    public double Progress { get; private set; }

    /// <summary>Plays the log and compares.</summary>
    /// <exception cref="IOException">A port or the data directory cannot be used.</exception>
    public async Task<ReplayReport> RunAsync(CancellationToken cancellationToken)
    {
        var time = new ReplayTime(TimeProvider.System, DateTimeOffset.FromUnixTimeMilliseconds((_from - options.LeadIn).UnixMilliseconds), options.Speed);
        await using var cabinets = new ReplayCabinets(ReplayCorridor.Build(log, detectors, _ => 0, options.Level), time);
        var host = await ControllerHost.StartAsync(cabinets.Corridor, HostOptions(time), cancellationToken).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            await PlayAsync(host, time, cancellationToken).ConfigureAwait(false);
            var last = host.Snapshot();
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            return Report(last, cabinets);
        }
    }

    private ControllerOptions HostOptions(TimeProvider time) => new()
    {
        Udp = new IPEndPoint(IPAddress.Loopback, 0),
        DataDirectory = options.DataDirectory,
        Cabinets = links,
        Time = time,
        Loggers = loggers,
    };

    private async Task PlayAsync(ControllerHost host, TimeProvider time, CancellationToken cancellationToken)
    {
        var player = new ReplayPlayer([.. log.TakeWhile(happened => happened.At <= _to)], time, host.SensorEndPoint!);
        var playing = player.PlayAsync(cancellationToken);
        while (await Task.WhenAny(playing, Task.Delay(250, cancellationToken)).ConfigureAwait(false) != playing)
        {
            Progress = Math.Clamp((player.Position - _from).TotalSeconds / (_to - _from).TotalSeconds, 0, 1);
        }

        await playing.ConfigureAwait(false);
        Progress = 1;
    }

    private ReplayReport Report(ControllerSnapshot last, ReplayCabinets cabinets)
    {
        using var archive = EventArchive.Open(Path.Combine(options.DataDirectory, "events.db"));
        IReadOnlyList<LoggedEvent> ours = [.. archive.Read(null, null, null).Select(e => new LoggedEvent(e.At, e.Device, e.Code, e.Parameter))];
        var devices = cabinets.Corridor.Intersections.Select(intersection => new DeviceComparison(
            intersection.Device,
            Pair(PhaseService.Measure(log, intersection.Device, _from, _to), PhaseService.Measure(ours, intersection.Device, _from, _to)),
            [.. CallService.Measure(log.TakeWhile(e => e.At <= _to), detectors, ours, intersection.Device, _to)],
            cabinets.FindingsOf(intersection.Id), cabinets.RejectsOf(intersection.Id), LostPreempts(intersection.Device)));
        return new ReplayReport(
            _from, _to, options.Speed, options.Level, [.. devices],
            last.Intersections.ToImmutableDictionary(view => view.Id, view => view.Sensors), last.Clock, last.TicksMissed);
    }

    /// <summary>Pre-emptions in the record are inputs that a detector log cannot replay; they are counted, so that their effect on the comparison is visible.</summary>
    private int LostPreempts(int device) => log.Count(happened =>
        happened.Device == device && happened.Code == Core.Measures.EventCode.PreemptCallOn && happened.At <= _to);

    private static ImmutableArray<PhaseComparison> Pair(IReadOnlyList<PhaseService> recorded, IReadOnlyList<PhaseService> ours) =>
        [.. recorded.Select(phase => new PhaseComparison(phase, ours.FirstOrDefault(own => own.Phase == phase.Phase)
            ?? new PhaseService(phase.Device, phase.Phase, 0, Duration.Zero, 0, Duration.Zero)))];

    private static Instant Earlier(Instant a, Instant b) => a <= b ? a : b;
}
