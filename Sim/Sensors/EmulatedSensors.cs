using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Sim.Sensors;

/// <summary>
/// The sensors of one intersection: turns the engine's truth into what radar, camera and loops would report, with their errors, latencies
/// and failures. Deterministic by seed, each zone by its own stream. Call <see cref="Advance"/> after every step of the engine.
/// </summary>
public sealed class EmulatedSensors
{
    /// <summary>Most messages under way inside the sensors; beyond it the oldest is lost.</summary>
    private const int Capacity = 1024;

    private readonly TrafficEngine _engine;
    private readonly int _intersection;
    private readonly ZoneEmulation[] _zones;
    private readonly ObjectZoneEmulation?[] _lists;
    private readonly SensorSilence[] _silences;
    private readonly int[] _sensorOfZone;
    private readonly List<SensorFault> _faults = [];
    private readonly List<SensorObservation> _underWay = new(Capacity);
    private Instant _nextInterval;

    /// <param name="engine">Gives the truth.</param>
    /// <param name="intersection">Index of the intersection.</param>
    /// <param name="modelOf">Error model of each technology, e.g. <see cref="SensorErrorModel.FieldModelOf"/>.</param>
    /// <param name="seed">Everything random follows from it.</param>
    public EmulatedSensors(TrafficEngine engine, int intersection, Func<DetectorKind, SensorErrorModel> modelOf, ulong seed)
    {
        (_engine, _intersection) = (engine, intersection);
        var detectors = engine.Network.Corridor.Intersections[intersection].Detectors;
        _zones = [.. detectors.Select(d => new ZoneEmulation(
            d, modelOf(d.Kind), engine.Start, SeededRandom.Derive(seed, 21, (ulong)(intersection * 1000 + d.Index))))];
        _lists = [.. detectors.Select(d => d.ListsObjects
            ? new ObjectZoneEmulation(engine, intersection, d, modelOf(d.Kind), SeededRandom.Derive(seed, 23, (ulong)(intersection * 1000 + d.Index))) : null)];
        var names = detectors.Select(d => d.Sensor.Length > 0 ? d.Sensor : d.Id).Distinct().ToArray();
        _sensorOfZone = [.. detectors.Select(d => Array.IndexOf(names, d.Sensor.Length > 0 ? d.Sensor : d.Id))];
        _silences = [.. names.Select((_, s) => new SensorSilence(
            _zones[Array.IndexOf(_sensorOfZone, s)].Model, SeededRandom.Derive(seed, 22, (ulong)(intersection * 1000 + s))))];
        _nextInterval = NextSecond(engine.Now);
    }

    /// <summary>What the sensors hold to be occupied: bit channel − 1, as in a cabinet's presence block. A silent detector reads as free.</summary>
    public ulong PresentChannels { get; private set; }

    /// <summary>Messages lost because too many were under way.</summary>
    public long Overrun { get; private set; }

    /// <exception cref="ArgumentException">Nothing here has that id or name.</exception>
    public void Inject(SensorFault fault)
    {
        if (!_zones.Any(z => z.Is(fault.Target)))
        {
            var known = _zones.Select(z => z.Detector.Id).Concat(_zones.Select(z => z.Detector.Sensor)).Where(n => n.Length > 0).Distinct();
            throw new ArgumentException($"no detector or sensor \"{fault.Target}\"; use one of {string.Join(", ", known)}", nameof(fault));
        }

        _faults.Add(fault);
    }

    /// <summary>Takes the engine's last step into account and appends the messages that leave the sensors by the engine's now, oldest first.</summary>
    public void Advance(ICollection<SensorObservation> output)
    {
        var now = _engine.Now;
        var truth = _engine.Detectors(_intersection);
        foreach (var silence in _silences)
        {
            silence.Advance(now, _engine.StepLength);
        }

        for (var d = 0; d < _zones.Length; d++)
        {
            var zone = _zones[d];
            zone.Fault = FaultOf(zone, now);
            zone.IsSilent = zone.Fault == SensorFaultKind.Silent || _silences[_sensorOfZone[d]].IsSilent;
            if (_lists[d] is null)
            {
                zone.Observe(truth[d], now, _engine.StepLength, IsOccluded(d, truth), this);
            }
        }

        CloseIntervals(now);
        Deliver(now, output);
        NotePresence();
    }

    /// <summary>Puts a message under way.</summary>
    internal void Send(in SensorObservation observation)
    {
        if (_underWay.Count == Capacity)
        {
            _underWay.RemoveAt(0);
            Overrun++;
        }

        var at = _underWay.Count;
        while (at > 0 && _underWay[at - 1].EmittedAt > observation.EmittedAt)
        {
            at--;
        }

        _underWay.Insert(at, observation);
    }

    private static Instant NextSecond(Instant now) => new((now.UnixMilliseconds / 1000 + 1) * 1000);

    private SensorFaultKind? FaultOf(ZoneEmulation zone, Instant now)
    {
        foreach (var fault in _faults)
        {
            if (now >= fault.From && now < fault.To && zone.Is(fault.Target))
            {
                return fault.Kind;
            }
        }

        return null;
    }

    /// <summary>A truck or bus in another zone of the same sensor stands in the line of sight.</summary>
    private bool IsOccluded(int zone, ReadOnlySpan<DetectorTruth> truth)
    {
        for (var other = 0; other < truth.Length; other++)
        {
            if (other != zone && _sensorOfZone[other] == _sensorOfZone[zone] && truth[other].IsTall)
            {
                return true;
            }
        }

        return false;
    }

    private void CloseIntervals(Instant now)
    {
        for (; _nextInterval <= now; _nextInterval += new Duration(1000))
        {
            for (var d = 0; d < _zones.Length; d++)
            {
                Close(d, now);
            }
        }
    }

    private void Close(int detector, Instant now)
    {
        var zone = _zones[detector];
        if (_lists[detector] is not { } list)
        {
            zone.CloseInterval(_nextInterval, this);
        }
        else if (!zone.IsSilent && _nextInterval + _engine.StepLength > now)
        {
            Send(list.Observe(zone.Fault == SensorFaultKind.StuckOff)); // of several seconds passed at once only the last can be seen
        }
    }

    private void Deliver(Instant now, ICollection<SensorObservation> output)
    {
        var due = 0;
        while (due < _underWay.Count && _underWay[due].EmittedAt <= now)
        {
            output.Add(_underWay[due++]);
        }

        _underWay.RemoveRange(0, due);
    }

    private void NotePresence()
    {
        PresentChannels = 0;
        foreach (var zone in _zones)
        {
            PresentChannels |= zone.IsOn && !zone.IsSilent && zone.Detector.Channel is >= 1 and <= 64 ? 1UL << (zone.Detector.Channel - 1) : 0UL;
        }
    }
}
