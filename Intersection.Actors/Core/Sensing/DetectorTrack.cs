using System.Numerics;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>
/// What one detector has said lately: presence, vehicles counted in this tick, occupancy of the last second. Events, intervals and cabinet inputs
/// of the same detector are reconciled here, so that nothing is counted twice and a lost edge is put right by the next interval.
/// </summary>
internal sealed class DetectorTrack
{
    /// <summary>Most vehicles that one lane can pass in a second over longer times (1.4-s headway), and at once after a quiet time.</summary>
    private const double MaximumPerLaneSecond = 0.7;
    private const double Burst = 4;
    private const int SecondMask = 0x3FF;

    /// <summary>Most on/off pairs reported for one interval.</summary>
    private const int MaximumPassagesReported = 16;

    /// <summary>An interval this full has someone standing in it; less is traffic that passes.</summary>
    private const float StandingOccupancy = 0.9f;

    /// <summary>No network delivers a message this much later than its successor; a greater step back is a clock that was set.</summary>
    private static readonly Duration OvertakenAtMost = Duration.FromSeconds(5);

    /// <summary>Object lists are expected at least this often, whatever spacing a gap suggests.</summary>
    private static readonly Duration LongestSpacing = Duration.FromSeconds(2);

    private readonly SensingEvents _events;
    private Instant _lastEdge = Instant.Epoch - Duration.FromSeconds(1e12);
    private Instant _intervalEnd = Instant.Epoch - Duration.FromSeconds(1e12);
    private double _allowance;
    private double _eventsSinceInterval;
    private uint _lastSecond;
    private float _intervalOccupancy = float.NaN;
    private bool _intervalPresence;
    private bool _on;
    private bool _hasEdges;
    private bool _listed;
    private Instant? _listAt;

    public DetectorTrack(Detector detector, int lanesWatched, SensingEvents events)
    {
        Detector = detector;
        Lanes = lanesWatched;
        _events = events;
        _allowance = Burst * lanesWatched;
    }

    public Detector Detector { get; }

    /// <summary>Lanes that its counts cover.</summary>
    public int Lanes { get; }

    /// <summary>Occupied at some time in this tick.</summary>
    public bool Present { get; private set; }

    /// <summary>Pressed or entered in this tick.</summary>
    public bool Actuated { get; private set; }

    /// <summary>Vehicles counted in this tick, clamped to what the lanes can carry: one sensor cannot invent a platoon.</summary>
    public double Counted { get; private set; }

    /// <summary>Actuations in this tick, not clamped: the chatter test looks at these.</summary>
    public double RawActuations { get; private set; }

    /// <summary>Share of the last second that it was occupied, or the last interval's; NaN before the first reading.</summary>
    public float Occupancy => _hasEdges ? BitOperations.PopCount(_lastSecond & SecondMask) / 10f : _intervalOccupancy;

    /// <summary>Speed reported in this tick, NaN when none was.</summary>
    public float SpeedKph { get; private set; } = float.NaN;

    /// <summary>Presence without a break since then; null when free.</summary>
    public Instant? PresentSince { get; private set; }

    /// <summary>Last tick in which it was occupied or counted.</summary>
    public Instant? LastActivity { get; private set; }

    /// <summary>Last tick with any reading; null before the first.</summary>
    public Instant? LastHeard { get; private set; }

    public Instant? DeclaredFaultAt { get; private set; }

    /// <summary>True when the last declared fault came from the cabinet.</summary>
    public bool FaultFromCabinet { get; private set; }

    public Instant? DegradedAt { get; private set; }

    /// <summary>Spacing of its periodic messages; zero while it has only sent events.</summary>
    public Duration Period { get; private set; }

    private bool ReportsPresence => _hasEdges || Detector.Role is DetectorRole.StopLine or DetectorRole.Button;

    public void BeginTick(double seconds)
    {
        var cover = MaximumPerLaneSecond * Math.Max(1, Period.TotalSeconds);
        _allowance = Math.Min((Burst + cover) * Lanes, _allowance + MaximumPerLaneSecond * Lanes * seconds);
        Counted = 0;
        RawActuations = 0;
        Actuated = false;
        SpeedKph = float.NaN;
        Present = _on;
    }

    public void Apply(in DetectorReading reading, Instant now)
    {
        LastHeard = now;
        Period = reading.Kind switch
        {
            ReadingKind.Interval => Duration.Max(Duration.Tenth, Duration.Min(reading.To - reading.From, Duration.FromSeconds(900))),
            ReadingKind.Objects => SpacingOf(reading),
            ReadingKind.CabinetInput when Period == Duration.Zero => Duration.FromSeconds(1),
            _ => Period,
        };
        if (reading.Quality == ReadingQuality.Fault || reading.Count < 0)
        {
            DeclaredFaultAt = now;
            FaultFromCabinet = reading.Kind == ReadingKind.CabinetInput;
            return;
        }

        if (reading.Quality != ReadingQuality.Ok || reading.ReceivedAt - reading.To > HealthLimits.LateAfter)
        {
            DegradedAt = now;
        }

        if (reading.Kind == ReadingKind.Objects || Detector.ListsObjects)
        {
            _listed |= reading.Kind == ReadingKind.Objects && !reading.Objects.IsDefaultOrEmpty;
            return; // vehicles one by one are followed elsewhere; here only the sensor's life is
        }

        SpeedKph = float.IsFinite(reading.SpeedKph) && reading.SpeedKph is >= 0 and < 300 ? reading.SpeedKph : SpeedKph;
        if (reading.Kind == ReadingKind.Interval)
        {
            ApplyInterval(reading);
        }
        else
        {
            ApplyEdge(reading);
        }
    }

    public void EndTick(Instant now)
    {
        if (!_hasEdges)
        {
            // Interval-only sensors: the last interval speaks until the next one is overdue.
            var fresh = now - _intervalEnd <= Period * 2 + HealthLimits.SilentSlack;
            SetOn(_intervalPresence && fresh);
        }

        Present |= _on;
        _lastSecond = (_lastSecond << 1) | (Present ? 1u : 0u);
        var standing = _on && (_hasEdges || _intervalOccupancy >= StandingOccupancy);
        PresentSince = standing ? PresentSince ?? now : null;
        LastActivity = Present || Counted > 0 || _listed ? now : LastActivity;
        _listed = false;
    }

    /// <summary>Time between object lists; a second until two have come.</summary>
    private Duration SpacingOf(in DetectorReading reading)
    {
        var spacing = _listAt is { } last && reading.To > last ? reading.To - last : Duration.FromSeconds(1);
        _listAt = reading.To;
        return Duration.Max(Duration.Tenth, Duration.Min(spacing, LongestSpacing));
    }

    private void ApplyEdge(in DetectorReading reading)
    {
        _hasEdges = true;
        Count(reading.Count);
        _eventsSinceInterval += reading.Count;
        if (IsOvertaken(reading.To, _lastEdge))
        {
            return; // overtaken by a later edge: its vehicle counts, its state is history
        }

        _lastEdge = reading.To;
        var missedPulse = reading.Kind == ReadingKind.CabinetInput && reading.Count > 0 && !_on && !reading.On;
        if (missedPulse)
        {
            SetOn(true);
        }

        SetOn(reading.On);
    }

    private void ApplyInterval(in DetectorReading reading)
    {
        if (reading.To == _intervalEnd || IsOvertaken(reading.To, _intervalEnd))
        {
            return; // repeated or overtaken: its vehicles were counted or are lost
        }

        _intervalEnd = reading.To;
        _intervalOccupancy = reading.Occupancy is >= 0 and <= 1 ? reading.Occupancy : float.NaN;
        _intervalPresence = reading.Count > 0 || _intervalOccupancy > 0.1f;

        // The interval is the truth of its span: what its events have already brought is not counted again. One event may
        // belong to the next interval (it overtook the message), so one is carried.
        var missing = Math.Max(0, reading.Count - _eventsSinceInterval);
        _eventsSinceInterval = Math.Clamp(_eventsSinceInterval - reading.Count, 0, 1);
        Count(missing);
        if (_hasEdges)
        {
            CorrectLostEdge(reading);
        }
        else
        {
            RawActuations += missing;
            ReportPassages(missing);
        }
    }

    /// <summary>Upstream, where measures count arrivals, an interval's vehicles become one on/off pair each; at the stop line presence is reported instead.</summary>
    private void ReportPassages(double vehicles)
    {
        for (var i = 0; i < Math.Min(vehicles, MaximumPassagesReported) && !ReportsPresence; i++)
        {
            _events.Add(EventCode.DetectorOn, Detector.Channel);
            _events.Add(EventCode.DetectorOff, Detector.Channel);
        }
    }

    /// <summary>Older than the newest of its kind, but not by so much that the sensor's clock must have been set back.</summary>
    private static bool IsOvertaken(Instant at, Instant newest) => at < newest && newest - at < OvertakenAtMost;

    /// <summary>A whole interval of emptiness (or standing) since the last edge says that an edge was lost on the way.</summary>
    private void CorrectLostEdge(in DetectorReading reading)
    {
        if (reading.From <= _lastEdge)
        {
            return;
        }

        if (_on && _intervalOccupancy == 0)
        {
            SetOn(false);
        }
        else if (!_on && _intervalOccupancy >= 0.99f)
        {
            SetOn(true);
        }
    }

    private void Count(double vehicles)
    {
        var allowed = Math.Clamp(vehicles, 0, _allowance);
        _allowance -= allowed;
        Counted += allowed;
    }

    private void SetOn(bool on)
    {
        if (on == _on)
        {
            return;
        }

        _on = on;
        if (on)
        {
            Actuated = true;
            Present = true;
            RawActuations += _hasEdges ? 1 : 0;
        }
        else
        {
            PresentSince = null;
        }

        if (!ReportsPresence)
        {
            return;
        }

        var button = Detector.Role == DetectorRole.Button;
        _events.Add(
            (on, button) switch
            {
                (true, true) => EventCode.PedestrianDetectorOn,
                (false, true) => EventCode.PedestrianDetectorOff,
                (true, false) => EventCode.DetectorOn,
                _ => EventCode.DetectorOff,
            },
            Detector.Channel);
    }
}
