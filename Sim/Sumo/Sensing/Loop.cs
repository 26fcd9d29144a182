using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>One induction loop: collects bumpers that pass within a step, and reports edges and the step's interval.</summary>
internal sealed class Loop(Detector detector, DetectorFeed feed, int stream)
{
    private static readonly Duration Step = new(1000);

    private readonly float _near = (float)detector.DistanceToStopLine.Value;
    private readonly float _far = (float)(detector.DistanceToStopLine.Value + detector.ZoneLength.Value);
    private readonly List<(float At, int Change)> _changes = [];
    private int _over;
    private int _covering;

    /// <summary>Index of the lane that it lies in.</summary>
    public int Stream { get; } = stream;

    /// <summary>Takes a vehicle's way in this step.</summary>
    /// <param name="before">Front bumper to stop line at the step's begin, m.</param>
    /// <param name="after">The same at its end.</param>
    /// <param name="length">Length of the vehicle, m.</param>
    public void Pass(float before, float after, float length)
    {
        if (before > _far && after <= _far)
        {
            _changes.Add((Share(before, after, _far), 1));
        }

        if (before + length >= _near && after + length < _near)
        {
            _changes.Add((Share(before, after, _near - length), -1));
        }

        _covering += after <= _far && after + length >= _near ? 1 : 0;
    }

    /// <summary>Reports the step that ends at <paramref name="now"/>.</summary>
    public void Report(Instant now)
    {
        FollowLaneChanges();
        _changes.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Change.CompareTo(b.Change));
        var start = now - Step;
        float occupied = 0, since = 0;
        var count = 0;
        foreach (var (at, change) in _changes)
        {
            var wasOn = _over > 0;
            _over = Math.Max(0, _over + change);
            if (wasOn == _over > 0)
            {
                continue;
            }

            var moment = start + Duration.FromSeconds(at * Step.TotalSeconds);
            count += wasOn ? 0 : 1;
            occupied += wasOn ? at - since : 0;
            since = at;
            feed.Push(new DetectorReading(
                detector.Index, ReadingKind.Event, ReadingQuality.Ok, !wasOn, moment, moment, now, wasOn ? 0 : 1, float.NaN, float.NaN));
        }

        occupied += _over > 0 ? 1 - since : 0;
        _changes.Clear();
        feed.Push(new DetectorReading(
            detector.Index, ReadingKind.Interval, ReadingQuality.Ok, _over > 0, start, now, now, count, occupied, float.NaN));
    }

    /// <summary>Who leaves the loop sideways passes neither end of it, and who comes from the side did not pass its begin.</summary>
    private void FollowLaneChanges()
    {
        var over = _over;
        foreach (var (_, change) in _changes)
        {
            over += change;
        }

        for (; over > _covering; over--)
        {
            _changes.Add((1, -1));
        }

        for (; over < _covering; over++)
        {
            _changes.Add((1, 1));
        }

        _covering = 0;
    }

    /// <summary>When in the step the way reaches a place, 0–1.</summary>
    private static float Share(float before, float after, float place) => before > after ? Math.Clamp((before - place) / (before - after), 0, 1) : 1;
}
