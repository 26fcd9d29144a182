using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

/// <summary>Drives a <see cref="SensingState"/> tick by tick on a fake time line that starts on a Monday at 08:00.</summary>
internal sealed class SensingRun
{
    private readonly List<DetectorReading> _waiting = [];
    private readonly List<(EventCode Code, int Parameter)> _events = [];

    public SensingRun(Intersection intersection, HistoricProfile? profile = null)
    {
        State = new SensingState(intersection, profile);
        Shown = Crossroads.Shown(GroupState.Red);
    }

    public SensingState State { get; }

    public Instant Now { get; private set; } = new(1_700_000_000_000);

    public Duration SinceMidnight { get; set; } = Duration.FromSeconds(8 * 3600);

    public GroupStatus[] Shown { get; set; }

    public LaneGroupEstimate A => State.LaneGroups[0];

    public LaneGroupEstimate B => State.LaneGroups[1];

    /// <summary>Everything that was emitted, in order.</summary>
    public IReadOnlyList<(EventCode Code, int Parameter)> Events => _events;

    public void Edge(int detector, bool on, ReadingQuality quality = ReadingQuality.Ok, double lateSeconds = 0)
    {
        var at = Now + Duration.Tenth - Duration.FromSeconds(lateSeconds);
        _waiting.Add(new DetectorReading(detector, ReadingKind.Event, quality, on, at, at, Now + Duration.Tenth, on ? 0 : 1, float.NaN, float.NaN));
    }

    public void Interval(
        int detector, int count, float occupancy, double seconds = 1, float speedKph = float.NaN, ReadingQuality quality = ReadingQuality.Ok)
    {
        var to = Now + Duration.Tenth;
        _waiting.Add(new DetectorReading(detector, ReadingKind.Interval, quality, false, to - Duration.FromSeconds(seconds), to, to, count, occupancy, speedKph));
    }

    public void Cabinet(int detector, bool on, int count, ReadingQuality quality = ReadingQuality.Ok)
    {
        var at = Now + Duration.Tenth;
        _waiting.Add(new DetectorReading(detector, ReadingKind.CabinetInput, quality, on, at, at, at, count, float.NaN, float.NaN));
    }

    public void Objects(int detector, System.Collections.Immutable.ImmutableArray<VehicleObject> objects, double lateSeconds = 0, ReadingQuality quality = ReadingQuality.Ok)
    {
        var at = Now + Duration.Tenth - Duration.FromSeconds(lateSeconds);
        _waiting.Add(new DetectorReading(detector, ReadingKind.Objects, quality, false, at, at, Now + Duration.Tenth, 0, float.NaN, float.NaN) { Objects = objects });
    }

    /// <summary>A reading with times of the sensor's own.</summary>
    public void Edge(int detector, bool on, Instant at) =>
        _waiting.Add(new DetectorReading(detector, ReadingKind.Event, ReadingQuality.Ok, on, at, at, Now + Duration.Tenth, on ? 0 : 1, float.NaN, float.NaN));

    /// <summary>One vehicle that passes a zone: on now, off two ticks later; advances three ticks.</summary>
    public void Pass(int detector)
    {
        Edge(detector, true);
        Tick(2);
        Edge(detector, false);
        Tick();
    }

    public void Tick(int ticks = 1, Action? before = null)
    {
        for (var i = 0; i < ticks; i++)
        {
            before?.Invoke();
            Now += Duration.Tenth;
            SinceMidnight += Duration.Tenth;
            State.Advance(Now, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_waiting), Shown, Local);
            _waiting.Clear();
            State.DrainEvents(_events);
        }
    }

    public void Seconds(double seconds, Action? before = null) => Tick((int)Math.Round(seconds * 10), before);

    /// <summary>Time until the condition holds, at most <paramref name="limit"/> seconds; fails otherwise.</summary>
    public double SecondsUntil(Func<bool> condition, double limit, Action? before = null)
    {
        var start = Now;
        while (!condition())
        {
            Assert.That((Now - start).TotalSeconds, Is.LessThan(limit), "did not happen in time");
            Tick(1, before);
        }

        return (Now - start).TotalSeconds;
    }

    private LocalTime Local => new(DayOfWeek.Monday, SinceMidnight);
}
