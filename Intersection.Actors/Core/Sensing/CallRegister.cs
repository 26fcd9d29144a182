using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Picture;
using Signals.Core.Tick;

namespace Signals.Core.Sensing;

/// <summary>
/// Turns presence into calls. A vehicle call stands while someone waits, or is latched where the group locks or is only seen upstream; a pedestrian call is
/// latched from the press to the start of walk; a group with a blind lane is called all the time.
/// </summary>
internal sealed class CallRegister
{
    private readonly Intersection _intersection;
    private readonly DetectorTrack[] _tracks;
    private readonly PhaseNumbers _numbers;
    private readonly SensingEvents _events;
    private readonly CallCoverage _coverage;
    private readonly SeenCalls _seen;
    private GroupSet _latched;
    private GroupSet _pedestrianLatched;
    private GroupSet _registered;
    private GroupSet _wentGo;

    public CallRegister(Intersection intersection, DetectorTrack[] tracks, PictureWriter picture, SensingEvents events)
    {
        _intersection = intersection;
        _tracks = tracks;
        _numbers = new PhaseNumbers(intersection);
        _events = events;
        _coverage = new CallCoverage(intersection, tracks);
        _seen = new SeenCalls(intersection, tracks, picture);
    }

    public Demand Advance(ReadOnlySpan<GroupStatus> shown, ReadOnlySpan<DetectorHealth> health)
    {
        var go = Go(shown);
        var started = go - _wentGo;
        _wentGo = go;
        var failed = _coverage.Failed(health);
        var presence = GroupSet.Empty;
        var waiting = GroupSet.Empty;
        _latched -= started;
        _pedestrianLatched -= started;
        foreach (var track in _tracks)
        {
            var detector = track.Detector;
            if (detector.Group < 0 || !health[detector.Index].IsUsable)
            {
                continue;
            }

            var group = detector.Group;
            switch (detector.Role)
            {
                case DetectorRole.Button when track.Actuated && !go.Contains(group):
                    Press(group);
                    break;
                case DetectorRole.StopLine when track.Present:
                    presence = presence.With(group);
                    waiting = go.Contains(group) ? waiting : waiting.With(group);
                    Latch(group, go, _intersection.Groups[group].Demand.Lock);
                    break;
                case DetectorRole.Advance when track.Present || track.Counted > 0:
                    presence = presence.With(group);
                    Latch(group, go, _intersection.Groups[group].Demand.Lock || _coverage.IsSeenOnlyUpstream(detector, health));
                    break;
                default:
                    break;
            }
        }

        _seen.Look();
        presence |= _seen.Extending;
        waiting |= _seen.Calling - go;
        foreach (var group in _seen.Calling)
        {
            Latch(group, go, _intersection.Groups[group].Demand.Lock);
        }

        var calls = (waiting | _latched | failed & _coverage.Vehicles) - go;
        var pedestrianCalls = (_pedestrianLatched | failed & _coverage.Pedestrians) - go;
        Report(calls - failed);
        return new Demand(presence, calls, pedestrianCalls, failed);
    }

    private static GroupSet Go(ReadOnlySpan<GroupStatus> shown)
    {
        var go = GroupSet.Empty;
        for (var group = 0; group < shown.Length; group++)
        {
            go = shown[group].State.IsGo() ? go.With(group) : go;
        }

        return go;
    }

    private void Latch(int group, GroupSet go, bool remember) =>
        _latched = remember && !go.Contains(group) ? _latched.With(group) : _latched;

    private void Press(int group)
    {
        if (!_intersection.Groups[group].IsPedestrian)
        {
            _latched = _latched.With(group);
            return;
        }

        if (!_pedestrianLatched.Contains(group) && _intersection.Groups[group].Demand.Recall != Recall.Pedestrian)
        {
            _events.Add(EventCode.PedestrianCallRegistered, _numbers.Of(group));
        }

        _pedestrianLatched = _pedestrianLatched.With(group);
    }

    /// <summary>43 and 44; not for groups on recall (Indiana definition), nor for recall by failure.</summary>
    private void Report(GroupSet calls)
    {
        foreach (var group in calls - _registered)
        {
            Report(EventCode.VehicleCallRegistered, group);
        }

        foreach (var group in _registered - calls)
        {
            Report(EventCode.VehicleCallDropped, group);
        }

        _registered = calls;
    }

    private void Report(EventCode code, int group)
    {
        if (_intersection.Groups[group].Demand.Recall is Recall.None or Recall.Soft)
        {
            _events.Add(code, _numbers.Of(group));
        }
    }
}
