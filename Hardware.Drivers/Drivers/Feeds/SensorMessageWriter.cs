using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>
/// Writes the messages of one sensor and numbers them. For emulated sensors and replays, and a model for vendors' gateways. Reuses its buffer: a message is valid until
/// the next one is written. Not thread-safe.
/// </summary>
public sealed class SensorMessageWriter : IDisposable
{
    /// <summary>Bytes of a message that objects may begin in: the longest one, and the end of the message, still fit behind.</summary>
    private const int RoomForObjects = SensorMessage.MaximumBytes - 90;

    /// <summary>Smallest share that is written: none at all would be no vehicle.</summary>
    private const decimal LeastShare = 0.001m;

    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;

    /// <param name="site">Intersection id.</param>
    /// <param name="sensor">Sensor name, unique at the site.</param>
    /// <param name="firstSequence">Number of the first message.</param>
    public SensorMessageWriter(string site, string sensor, long firstSequence = 0)
    {
        Site = site;
        Sensor = sensor;
        NextSequence = firstSequence;
        _json = new Utf8JsonWriter(_buffer);
    }

    public string Site { get; }

    public string Sensor { get; }

    public long NextSequence { get; private set; }

    /// <summary>Topic of this sensor's messages of one kind.</summary>
    public string TopicOf(ReadingKind kind) => SensorTopic.Of(Site, Sensor, kind);

    /// <summary>A zone became occupied or free.</summary>
    /// <param name="lane">The sensor's lane number, 0–255.</param>
    /// <param name="at">Time of the edge.</param>
    /// <param name="on">Occupied.</param>
    /// <param name="count">Vehicles that completed passage; by default one at the off-edge.</param>
    /// <param name="speedKph">Speed, NaN when not measured.</param>
    /// <param name="quality">The sensor's own judgement.</param>
    public ReadOnlyMemory<byte> Event(
        int lane, Instant at, bool on, int? count = null, float speedKph = float.NaN, ReadingQuality quality = ReadingQuality.Ok)
    {
        Begin("event"u8, lane);
        Time("at"u8, at);
        _json.WriteBoolean("on"u8, on);
        if (count is { } given)
        {
            _json.WriteNumber("count"u8, given);
        }

        return End(speedKph, quality);
    }

    /// <summary>What passed over a closed interval.</summary>
    /// <param name="lane">The sensor's lane number, 0–255.</param>
    /// <param name="from">Start.</param>
    /// <param name="to">End, at most 15 minutes after the start.</param>
    /// <param name="count">Vehicles that completed passage; −1 when they could not be counted.</param>
    /// <param name="occupancy">0–1, NaN when not measured.</param>
    /// <param name="speedKph">Mean speed, NaN when not measured.</param>
    /// <param name="quality">The sensor's own judgement.</param>
    public ReadOnlyMemory<byte> Interval(
        int lane, Instant from, Instant to, int count, float occupancy = float.NaN, float speedKph = float.NaN, ReadingQuality quality = ReadingQuality.Ok)
    {
        Begin("interval"u8, lane);
        Time("from"u8, from);
        Time("to"u8, to);
        _json.WriteNumber("count"u8, count);
        if (!float.IsNaN(occupancy))
        {
            _json.WriteNumber("occupancy"u8, occupancy);
        }

        return End(speedKph, quality);
    }

    /// <summary>Every vehicle that the sensor sees in a zone; an empty list says that it sees none.</summary>
    /// <param name="lane">The sensor's lane number, 0–255.</param>
    /// <param name="at">Instant of the observation.</param>
    /// <param name="objects">Nearest to the stop line first. Those that do not fit into one message are left out, the farthest first.</param>
    /// <param name="quality">The sensor's own judgement.</param>
    public ReadOnlyMemory<byte> Objects(int lane, Instant at, ReadOnlySpan<VehicleObject> objects, ReadingQuality quality = ReadingQuality.Ok)
    {
        Begin("objects"u8, lane);
        Time("at"u8, at);
        _json.WriteStartArray("objects"u8);
        for (var i = 0; i < Math.Min(objects.Length, ObjectList.Most) && _json.BytesPending + _json.BytesCommitted < RoomForObjects; i++)
        {
            Write(objects[i]);
        }

        _json.WriteEndArray();
        return End(float.NaN, quality);
    }

    public void Dispose() => _json.Dispose();

    /// <summary>To the centimetre and a hundredth of a km/h: finer than sensors are.</summary>
    private void Write(in VehicleObject seen)
    {
        _json.WriteStartArray();
        _json.WriteNumberValue(seen.Track);
        _json.WriteNumberValue(Math.Round((decimal)seen.DistanceMetres, 2));
        _json.WriteNumberValue(Math.Round((decimal)seen.SpeedKph, 2));
        _json.WriteNumberValue(Math.Round((decimal)seen.LengthMetres, 2));
        if (seen.Share < 1)
        {
            _json.WriteNumberValue(Math.Max(LeastShare, Math.Round((decimal)seen.Share, 3)));
        }

        _json.WriteEndArray();
    }

    private void Begin(ReadOnlySpan<byte> kind, int lane)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteNumber("v"u8, 1);
        _json.WriteString("kind"u8, kind);
        _json.WriteString("sensor"u8, Sensor);
        _json.WriteNumber("seq"u8, NextSequence++);
        _json.WriteString("site"u8, Site);
        _json.WriteNumber("lane"u8, lane);
    }

    private ReadOnlyMemory<byte> End(float speedKph, ReadingQuality quality)
    {
        if (!float.IsNaN(speedKph))
        {
            _json.WriteNumber("speedKph"u8, speedKph);
        }

        _json.WriteString("quality"u8, quality switch
        {
            ReadingQuality.Degraded => "degraded"u8,
            ReadingQuality.Fault => "fault"u8,
            ReadingQuality.Substituted => "substituted"u8,
            _ => "ok"u8,
        });
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    private void Time(ReadOnlySpan<byte> key, Instant at)
    {
        Span<byte> text = stackalloc byte[32];
        DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMilliseconds)
            .TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _json.WriteString(key, text[..length]);
    }
}
