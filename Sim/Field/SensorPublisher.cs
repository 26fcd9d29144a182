using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Sensors;

namespace Signals.Sim.Field;

/// <summary>Turns what the emulated sensors of one intersection saw into the messages of the sensor interface, numbered sensor by sensor.</summary>
public sealed class SensorPublisher : IDisposable
{
    private readonly ISensorOutput _output;
    private readonly Dictionary<string, Stream> _sensors;

    /// <param name="intersection">Whose sensors.</param>
    /// <param name="site">Its name in their messages; its id, as a rule.</param>
    /// <param name="output">Where they send.</param>
    public SensorPublisher(Intersection intersection, string site, ISensorOutput output)
    {
        _output = output;
        _sensors = intersection.Detectors
            .Where(d => d.Sensor.Length > 0)
            .Select(d => d.Sensor)
            .Distinct()
            .ToDictionary(name => name, name => new Stream(site, name));
    }

    /// <summary>Sends one observation of a named sensor.</summary>
    /// <param name="observation">What it saw.</param>
    /// <param name="ahead">Sensor clock minus the engine's time.</param>
    public void Publish(in SensorObservation observation, Duration ahead)
    {
        var sensor = _sensors[observation.Sensor];
        var (from, to) = (observation.From + ahead, observation.To + ahead);
        if (observation.Kind == ObservationKind.Interval)
        {
            var interval = sensor.Writer.Interval(
                observation.SensorLane, from, to, observation.Count, (float)observation.Occupancy, (float)observation.SpeedKph);
            _output.Send(sensor.IntervalTopic, interval.Span);
            return;
        }

        if (observation.Kind == ObservationKind.Objects)
        {
            _output.Send(sensor.ObjectsTopic, sensor.Writer.Objects(observation.SensorLane, to, observation.Objects.AsSpan()).Span);
            return;
        }

        var happened = sensor.Writer.Event(observation.SensorLane, to, observation.On, observation.Count, (float)observation.SpeedKph);
        _output.Send(sensor.EventTopic, happened.Span);
    }

    public void Dispose()
    {
        foreach (var sensor in _sensors.Values)
        {
            sensor.Writer.Dispose();
        }
    }

    private sealed class Stream(string site, string name)
    {
        public SensorMessageWriter Writer { get; } = new(site, name);

        public string EventTopic { get; } = SensorTopic.Of(site, name, ReadingKind.Event);

        public string ObjectsTopic { get; } = SensorTopic.Of(site, name, ReadingKind.Objects);

        public string IntervalTopic { get; } = SensorTopic.Of(site, name, ReadingKind.Interval);
    }
}
