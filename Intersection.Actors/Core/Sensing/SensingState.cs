using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Learning;
using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>
/// Everything that sensors tell of one intersection: fused estimates by lane group, calls by signal group, health by detector. Deterministic; allocates nothing after
/// the first ticks. Owned by one tick at a time, not thread-safe.
/// </summary>
public sealed class SensingState
{
    /// <summary>A gap between ticks counts as at most this long: what happened in a longer one is unknown, not extrapolated.</summary>
    private const double LongestStepSeconds = 1;

    private readonly DetectorTrack[] _tracks;
    private readonly LaneGroupTracker[] _trackers;
    private readonly LaneGroupEstimate[] _estimates;
    private readonly LaneGroupCount[] _counts;
    private readonly GroupSet[] _servedBy;
    private readonly bool[] _greens;
    private readonly double[] _historic;
    private readonly double[] _historicPerLane;
    private readonly int[] _lanes;
    private readonly SensingEvents _events = new();
    private readonly HealthMonitor _health;
    private readonly CallRegister _calls;
    private readonly ProfileLearner _learner;
    private readonly ObjectTracker?[] _objects;
    private readonly PictureWriter _picture;
    private readonly DriverLearning _drivers;
    private readonly GroupStatus[] _dark;
    private Instant? _last;

    /// <param name="intersection">Validated model.</param>
    /// <param name="profile">Stored profile of this intersection, or null to start without one.</param>
    /// <exception cref="ArgumentException"><paramref name="profile"/> has another number of lane groups.</exception>
    public SensingState(Intersection intersection, HistoricProfile? profile = null)
    {
        var laneGroups = intersection.LaneGroups;
        Profile = profile ?? new HistoricProfile(laneGroups.Length);
        if (Profile.LaneGroups != laneGroups.Length)
        {
            throw new ArgumentException($"the profile has {Profile.LaneGroups} lane groups, intersection {intersection.Id} has {laneGroups.Length}", nameof(profile));
        }

        _dark = new GroupStatus[intersection.Groups.Length];
        _tracks = [.. intersection.Detectors.Select(d => new DetectorTrack(d, LanesOf(d, intersection), _events))];
        _trackers = [.. laneGroups.Select(lg => new LaneGroupTracker(intersection, lg, _tracks))];
        _estimates = new LaneGroupEstimate[laneGroups.Length];
        _counts = new LaneGroupCount[laneGroups.Length];
        _servedBy = [.. laneGroups.Select(lg => lg.ServedBy)];
        _lanes = [.. laneGroups.Select(lg => lg.Lanes)];
        _greens = new bool[laneGroups.Length];
        _historic = new double[laneGroups.Length];
        _historicPerLane = new double[laneGroups.Length];
        _objects = [.. intersection.Detectors.Select(d => d.ListsObjects ? new ObjectTracker(d) : null)];
        Picture = new TrafficPicture(intersection);
        _picture = new PictureWriter(intersection, _objects, _trackers, Picture);
        _drivers = new DriverLearning(intersection, _picture, _tracks, _trackers);
        _health = new HealthMonitor(intersection, _tracks, _objects, _events);
        _calls = new CallRegister(intersection, _tracks, _picture, _events);
        _learner = new ProfileLearner(Profile);
    }

    /// <summary>One entry a lane group; valid until the next <see cref="Advance"/>.</summary>
    public ReadOnlySpan<LaneGroupEstimate> LaneGroups => _estimates;

    /// <summary>Vehicles counted in the last tick, one entry a lane group.</summary>
    public ReadOnlySpan<LaneGroupCount> Counts => _counts;

    public Demand Demand { get; private set; }

    /// <summary>Vehicle by vehicle; valid until the next <see cref="Advance"/>.</summary>
    public TrafficPicture Picture { get; }

    /// <summary>One entry a detector.</summary>
    public ReadOnlySpan<DetectorHealth> Health => _health.Health;

    /// <summary>What it has learned of the usual traffic.</summary>
    public HistoricProfile Profile { get; }

    /// <summary>Readings for a detector that this intersection does not have.</summary>
    public long ReadingsIgnored { get; private set; }

    /// <summary>Events lost because nobody drained them.</summary>
    public long EventsLost => _events.Lost;

    /// <summary>Takes one tick's readings in and renews all estimates.</summary>
    /// <param name="now">Deadline of the tick; never before the last one.</param>
    /// <param name="readings">Drained from the feed, oldest first.</param>
    /// <param name="shown">What the cabinet shows, one entry a group. Empty while the cabinet is unknown: then nothing is taken to be green.</param>
    /// <param name="local">Local civil time.</param>
    public void Advance(Instant now, ReadOnlySpan<DetectorReading> readings, ReadOnlySpan<GroupStatus> shown, LocalTime local)
    {
        shown = shown.Length >= _dark.Length ? shown : _dark;
        var seconds = _last is { } last ? Math.Clamp((now - last).TotalSeconds, 0, LongestStepSeconds) : Duration.Tenth.TotalSeconds;
        _last = now;

        TakeIn(now, readings, seconds);
        LookUp(local, shown);
        _health.Advance(now, seconds, local, _greens, _historicPerLane);
        _learner.MoveTo(local);
        _picture.Look(now, seconds, shown, _health.Health);
        for (var i = 0; i < _trackers.Length; i++)
        {
            _estimates[i] = _trackers[i].Advance(now, seconds, shown, _health.Health, _historic[i]);
            if (_picture.TryEstimate(i, seconds, out var seen))
            {
                _estimates[i] = seen;
                _trackers[i].Adopt(seen.QueueVehicles);
            }

            _counts[i] = double.IsNaN(_picture.Arrived(i)) ? _trackers[i].Counted : new LaneGroupCount(_picture.Crossed(i), _picture.Arrived(i));
            _learner.Add(i, double.IsNaN(_picture.Arrived(i)) ? _trackers[i].Arrived : _picture.Arrived(i), seconds);
        }

        _picture.Infer(_estimates);
        _drivers.Advance(now, seconds, shown, _health.Health);
        Demand = _calls.Advance(shown, _health.Health);
    }

    /// <summary>
    /// Appends the hi-res events since the last call (81/82 detector, 43–45 calls, 83–88 faults, 89–92 buttons, 20011 substitution) in the order in which they happened.
    /// </summary>
    public void DrainEvents(List<(EventCode Code, int Parameter)> into) => _events.DrainTo(into);

    private static int LanesOf(Detector detector, Intersection intersection) =>
        detector.LaneGroup >= 0 && detector.Lane == 0 ? intersection.LaneGroups[detector.LaneGroup].Lanes : 1;

    private void TakeIn(Instant now, ReadOnlySpan<DetectorReading> readings, double seconds)
    {
        foreach (var track in _tracks)
        {
            track.BeginTick(seconds);
        }

        foreach (ref readonly var reading in readings)
        {
            if ((uint)reading.Detector < (uint)_tracks.Length)
            {
                _tracks[reading.Detector].Apply(reading, now);
                NoteObjects(reading);
            }
            else
            {
                ReadingsIgnored++;
            }
        }

        foreach (var track in _tracks)
        {
            track.EndTick(now);
        }
    }

    private void NoteObjects(in DetectorReading reading)
    {
        if (reading.Kind == ReadingKind.Objects && reading.Quality != ReadingQuality.Fault && _objects[reading.Detector] is { } objects)
        {
            objects.Note(reading);
        }
    }

    private void LookUp(LocalTime local, ReadOnlySpan<GroupStatus> shown)
    {
        for (var i = 0; i < _trackers.Length; i++)
        {
            _historic[i] = Profile.FlowPerSecond(i, local);
            _historicPerLane[i] = _historic[i] / _lanes[i];
            _greens[i] = false;
            foreach (var group in _servedBy[i])
            {
                _greens[i] |= shown[group].State.IsGo();
            }
        }
    }
}
