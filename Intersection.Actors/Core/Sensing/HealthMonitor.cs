using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Sensing.Objects;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>
/// Judges every detector each tick by the tests of <see cref="HealthLimits"/>. A fault is declared at once when its test fails and lifted after the test has passed for
/// its recovery time. Emits Indiana events 83–88, 91/92 and our 20011.
/// </summary>
internal sealed class HealthMonitor
{
    private readonly DetectorTrack[] _tracks;
    private readonly SensingEvents _events;
    private readonly DetectorHealth[] _health;
    private readonly DetectorVitals[] _vitals;
    private readonly SisterComparison _comparison;
    private readonly ObjectTracker?[] _objects;
    private readonly int[] _sensorOf;
    private readonly Instant?[] _sensorHeard;
    private Instant? _started;

    /// <param name="intersection">Validated model.</param>
    /// <param name="tracks">One entry a detector.</param>
    /// <param name="objects">One entry a detector; null where it does not list vehicles.</param>
    /// <param name="events">Where faults are reported.</param>
    public HealthMonitor(Intersection intersection, DetectorTrack[] tracks, ObjectTracker?[] objects, SensingEvents events)
    {
        _objects = objects;
        _tracks = tracks;
        _events = events;
        _health = new DetectorHealth[tracks.Length];
        _vitals = new DetectorVitals[tracks.Length];
        _comparison = new SisterComparison(intersection, tracks);
        var names = tracks.Select(t => t.Detector.Sensor).Distinct().ToList();
        _sensorOf = [.. tracks.Select(t => names.IndexOf(t.Detector.Sensor))];
        _sensorHeard = new Instant?[names.Count];
    }

    public ReadOnlySpan<DetectorHealth> Health => _health;

    /// <param name="now">Time of the tick.</param>
    /// <param name="seconds">Time since the last tick.</param>
    /// <param name="local">Local time, for the activity limits.</param>
    /// <param name="greens">Lane groups by index that have right of way now.</param>
    /// <param name="historicPerLane">Historic flow of one lane of each lane group, veh/s, NaN when unknown.</param>
    public void Advance(Instant now, double seconds, LocalTime local, ReadOnlySpan<bool> greens, ReadOnlySpan<double> historicPerLane)
    {
        _started ??= now;
        for (var i = 0; i < _tracks.Length; i++)
        {
            if (_tracks[i].LastHeard == now)
            {
                _sensorHeard[_sensorOf[i]] = now;
            }
        }

        _comparison.Advance(seconds, historicPerLane);
        for (var i = 0; i < _tracks.Length; i++)
        {
            var track = _tracks[i];
            var laneGroup = track.Detector.LaneGroup;
            _vitals[i].Advance(track, seconds, laneGroup >= 0 && greens[laneGroup]);
            var expected = laneGroup >= 0 ? historicPerLane[laneGroup] * track.Lanes : double.NaN;
            Judge(i, Test(i, now, local, expected), now);
        }
    }

    /// <summary>First test that fails, in order of precedence.</summary>
    private DetectorFault Test(int i, Instant now, LocalTime local, double expected)
    {
        var track = _tracks[i];
        if (track.DeclaredFaultAt is { } declared && (declared == now || declared >= (_vitals[i].LastGood ?? declared)))
        {
            return track.FaultFromCabinet ? DetectorFault.CabinetFault : DetectorFault.SensorFault;
        }

        return IsSilent(i, now) ? DetectorFault.Silent
            : _vitals[i].Chatter > HealthLimits.ChatterLimit(track.Detector, track.Lanes) * (_health[i].Fault == DetectorFault.Chattering ? 0.5 : 1) ? DetectorFault.Chattering
            : IsStuckOn(i, now) ? DetectorFault.StuckOn
            : IsStuckOff(i, now, local, expected) ? DetectorFault.StuckOff
            : _comparison.Contradicts(i) ? DetectorFault.Contradicting
            : DetectorFault.None;
    }

    private bool IsSilent(int i, Instant now)
    {
        var track = _tracks[i];
        if (track.LastHeard is not { } heard)
        {
            // An event-only detector without traffic has nothing to say: its sensor's other zones prove that the sensor lives.
            return track.Detector.Role != DetectorRole.Button && _sensorHeard[_sensorOf[i]] is null && now - _started!.Value > HealthLimits.StartUpGrace;
        }

        return track.Period > Duration.Zero
            && now - heard > Duration.Max(HealthLimits.SilentAtLeast, track.Period * 3 + HealthLimits.SilentSlack);
    }

    private bool IsStuckOn(int i, Instant now)
    {
        var track = _tracks[i];
        if (_objects[i] is { } objects)
        {
            return objects.IsFrozen(now);
        }

        if (track.PresentSince is not { } since)
        {
            return false;
        }

        var standing = now - since;
        if (track.Detector.Role == DetectorRole.Button)
        {
            return standing > HealthLimits.ButtonStuckOn;
        }

        return standing > HealthLimits.StuckOnAlways
            || (standing > HealthLimits.StuckOnLimit(track.Detector) && _vitals[i].GreenWhilePresent > HealthLimits.StuckOnGreen.TotalSeconds)
            || (standing > HealthLimits.StuckOnAgainstSister && _comparison.SisterPassagesWhilePresent(i) >= HealthLimits.StuckOnSisterPassages);
    }

    private bool IsStuckOff(int i, Instant now, LocalTime local, double expected)
    {
        var track = _tracks[i];
        if (track.Detector.LaneGroup < 0)
        {
            return false; // nobody has to press, and no flow is to be expected of bicycles on a path
        }

        var idle = now - (track.LastActivity ?? _started!.Value);
        return idle > HealthLimits.StuckOffAfter(expected, local) || _comparison.MissesWhatSistersSee(i);
    }

    private void Judge(int i, DetectorFault failing, Instant now)
    {
        var track = _tracks[i];
        if (track.LastHeard == now && track.DeclaredFaultAt != now)
        {
            _vitals[i].LastGood = now;
        }

        var standing = _health[i].Fault;
        if (failing != DetectorFault.None)
        {
            _vitals[i].PassingSince = null;
        }
        else
        {
            _vitals[i].PassingSince ??= now;
        }

        var recovered = failing == DetectorFault.None && now - _vitals[i].PassingSince!.Value >= HealthLimits.RecoveryOf(standing);
        var fault = failing != DetectorFault.None ? failing : recovered ? DetectorFault.None : standing;
        var degraded = (track.DegradedAt is { } at && now - at <= HealthLimits.DegradedFor) || _comparison.IsDisputed(i);
        var since = fault == standing ? _health[i].Since : now;
        _health[i] = new DetectorHealth(fault, degraded, since);
        if (fault != standing)
        {
            Report(track.Detector, standing, fault);
        }
    }

    private void Report(Detector detector, DetectorFault before, DetectorFault after)
    {
        if (detector.Role == DetectorRole.Button)
        {
            if (before == DetectorFault.None || after == DetectorFault.None)
            {
                _events.Add(after == DetectorFault.None ? EventCode.PedestrianDetectorRestored : EventCode.PedestrianDetectorFailed, detector.Channel);
            }

            return;
        }

        _events.Add(
            after switch
            {
                DetectorFault.None => EventCode.DetectorRestored,
                DetectorFault.Silent or DetectorFault.StuckOff => EventCode.DetectorFaultWatchdog,
                DetectorFault.Chattering => EventCode.DetectorFaultExcessiveChange,
                _ => EventCode.DetectorFaultOther,
            },
            detector.Channel);
        if (before == DetectorFault.None)
        {
            _events.Add(EventCode.DetectorSubstituted, detector.Channel);
        }
    }
}
