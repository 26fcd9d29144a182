using System.Text;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Cabinet;
using Signals.Sim.Sensors;

namespace Signals.Sim.Field;

/// <summary>
/// Carries what the emulated sensors of one intersection report to where it belongs in virtual time: messages of named sensors into the
/// controller's feed, with the mapping and bounds of the real one; wired detectors and buttons to the cabinet's inputs.
/// </summary>
public sealed class FieldSensors
{
    private readonly Intersection _intersection;
    private readonly EmulatedSensors _sensors;
    private readonly DetectorFeed _feed;
    private readonly EmulatedCabinet _cabinet;
    private readonly byte[] _site;
    private readonly byte[][] _nameOfDetector;
    private readonly int[] _streamOfDetector;
    private readonly long[] _sequence;
    private readonly List<SensorObservation> _observations = new(64);

    public FieldSensors(Intersection intersection, EmulatedSensors sensors, DetectorFeed feed, EmulatedCabinet cabinet)
    {
        (_intersection, _sensors, _feed, _cabinet) = (intersection, sensors, feed, cabinet);
        var names = intersection.Detectors.Select(d => d.Sensor).Distinct().ToArray();
        _site = Encoding.ASCII.GetBytes(intersection.Id);
        _nameOfDetector = [.. intersection.Detectors.Select(d => Encoding.ASCII.GetBytes(d.Sensor))];
        _streamOfDetector = [.. intersection.Detectors.Select(d => Array.IndexOf(names, d.Sensor))];
        _sequence = new long[names.Length];
    }

    /// <summary>Delivers what left the sensors by <paramref name="now"/>. Call after every step of the engine.</summary>
    public void Advance(Instant now)
    {
        _observations.Clear();
        _sensors.Advance(_observations);
        foreach (var observation in _observations)
        {
            if (observation.Sensor.Length > 0)
            {
                Report(observation, now);
            }
            else if (observation.Kind == ObservationKind.Event)
            {
                _cabinet.Detectors.Set(_intersection.Detectors[observation.DetectorIndex].Channel, observation.On);
            }
        }
    }

    private void Report(in SensorObservation observation, Instant now)
    {
        var message = new SensorMessage
        {
            Kind = observation.Kind switch
            {
                ObservationKind.Interval => ReadingKind.Interval,
                ObservationKind.Objects => ReadingKind.Objects,
                _ => ReadingKind.Event,
            },
            Site = _site,
            Sensor = _nameOfDetector[observation.DetectorIndex],
            Sequence = _sequence[_streamOfDetector[observation.DetectorIndex]]++,
            Lane = observation.SensorLane,
            From = observation.From,
            To = observation.To,
            On = observation.On,
            Count = observation.Count,
            Occupancy = observation.Kind == ObservationKind.Interval ? (float)observation.Occupancy : float.NaN,
            SpeedKph = (float)observation.SpeedKph,
            Quality = ReadingQuality.Ok,
            Objects = observation.Objects,
        };
        _feed.Accept(message, now);
    }
}
