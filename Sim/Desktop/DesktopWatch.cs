using Signals.Controller.Hosting;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Sim.Field;

namespace Signals.Sim.Desktop;

/// <summary>Looks at a desk-top corridor a few times a second and adds up what the verdict needs. Called by one loop.</summary>
public sealed class DesktopWatch
{
    private static readonly TimeSpan SettleFor = TimeSpan.FromSeconds(10);

    private readonly DesktopCorridor _desktop;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly Tally[] _tallies;
    private (double Managed, double Resident)? _memoryAtStart;

    public DesktopWatch(DesktopCorridor desktop, TimeProvider time)
    {
        (_desktop, _time, _startedAt) = (desktop, time, time.GetTimestamp());
        _tallies = [.. desktop.Corridor.Intersections.Select(_ => new Tally())];
    }

    public TimeSpan Uptime => _time.GetElapsedTime(_startedAt);

    /// <summary>Takes a picture and counts it.</summary>
    public DesktopPicture Look()
    {
        var controller = _desktop.Controller.Snapshot();
        var field = _desktop.Field.Picture;
        if (_memoryAtStart is null && Uptime >= SettleFor)
        {
            _memoryAtStart = Memory();
        }

        for (var i = 0; i < _tallies.Length; i++)
        {
            _tallies[i].Count(controller.Intersections[i], Uptime);
        }

        return new DesktopPicture(
            controller.Corridor, _time.GetLocalNow(), Uptime, field.Vehicles, controller.Clock.P50.TotalMilliseconds, controller.Clock.P99.TotalMilliseconds,
            controller.Clock.Maximum.TotalMilliseconds, _desktop.SensorMessages,
            controller.Intersections.Sum(x => x.Latest?.Ticks.ReadingsDropped ?? 0), Environment.WorkingSet / 1e6,
            [.. controller.Intersections.Select((x, i) => PictureOf(x, i, controller, field))], [.. _desktop.Alarms.Lines]);
    }

    /// <summary>What the run came to so far. Collects garbage to compare memory.</summary>
    public DesktopSummary Summarise()
    {
        var controller = _desktop.Controller.Snapshot();
        var field = _desktop.Field.Picture;
        var end = Memory();
        var start = _memoryAtStart ?? end;
        return new DesktopSummary(
            controller.Corridor, controller.ContentHash, Uptime.TotalSeconds, controller.Clock.P50.TotalMilliseconds, controller.Clock.P99.TotalMilliseconds,
            controller.Clock.Maximum.TotalMilliseconds, controller.TicksMissed, _desktop.SensorMessages, _desktop.SensorMessagesDropped, field.SkippedMs,
            _desktop.Alarms.Errors, _desktop.Alarms.FirstError, start.Managed, end.Managed, start.Resident, end.Resident,
            [.. controller.Intersections.Select((x, i) => SummaryOf(x, _tallies[i], field.Intersections.IsEmpty ? null : field.Intersections[i]))]);
    }

    private static DesktopIntersectionSummary SummaryOf(IntersectionView x, Tally tally, FieldIntersection? field) => new(
        x.Id, (x.Latest?.Level ?? ControlLevel.Observe).ToString(), $"{x.Latest?.Level}, {x.Latest?.Cause}", tally.RemoteShare, tally.IsRemote, tally.SecondsToRemote, field?.Findings ?? 0, field?.FirstFinding ?? "",
        tally.LinksLost, x.Incarnations, x.Decided.P50.TotalMilliseconds, x.Decided.P99.TotalMilliseconds, x.Decided.Maximum.TotalMilliseconds);

    private IntersectionPicture PictureOf(IntersectionView x, int index, ControllerSnapshot controller, FieldPicture field)
    {
        var model = _desktop.Corridor.Intersections[index];
        var status = x.Linked ? x.Latest?.Status : null;
        var truth = field.Intersections.IsEmpty ? null : field.Intersections[index];
        return new IntersectionPicture(
            x.Id, x.Latest?.Level ?? ControlLevel.Observe, x.Latest?.Cause ?? LadderCause.None, x.Latest?.Shadow ?? false, status?.Mode,
            status is null ? -1 : (controller.At - status.ReceivedAt).Milliseconds,
            status is null ? [] : [.. model.Groups.Select(g => new GroupPicture(GroupStrip.LabelOf(g), g.IsPedestrian, status.Groups[g.Index]))],
            Queue(x), truth?.Queued ?? 0, truth?.Findings ?? 0, x.Latest?.Explanation ?? "starting");
    }

    private static double Queue(IntersectionView x)
    {
        var queue = 0.0;
        foreach (var estimate in x.Latest?.LaneGroups ?? [])
        {
            queue += estimate.QueueVehicles;
        }

        return queue;
    }

    private static (double Managed, double Resident) Memory() => (GC.GetTotalMemory(forceFullCollection: true) / 1e6, Environment.WorkingSet / 1e6);

    private sealed class Tally
    {
        private long _samples, _remote;
        private bool _wasLinked;

        public int LinksLost { get; private set; }

        public bool IsRemote { get; private set; }

        public double SecondsToRemote { get; private set; } = double.NaN;

        public double RemoteShare => _samples == 0 ? 0 : (double)_remote / _samples;

        public void Count(IntersectionView x, TimeSpan uptime)
        {
            LinksLost += _wasLinked && !x.Linked ? 1 : 0;
            _wasLinked = x.Linked;
            IsRemote = x.Linked && x.Latest?.Status is { Mode: CabinetMode.Remote, IsOurs: true };
            if (IsRemote && double.IsNaN(SecondsToRemote))
            {
                SecondsToRemote = uptime.TotalSeconds;
            }

            if (!double.IsNaN(SecondsToRemote))
            {
                _samples++;
                _remote += IsRemote ? 1 : 0;
            }
        }
    }
}
