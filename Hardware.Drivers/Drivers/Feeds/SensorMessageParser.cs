using System.Text.Json;

namespace Signals.Drivers.Feeds;

/// <summary>
/// Strict reader of sensor messages: every key known, each at most once, all required ones there, every value in its range; nothing is guessed. Allocates nothing for a
/// well-formed message but the vehicles of an object list, and never throws for any bytes.
/// </summary>
public static class SensorMessageParser
{
    /// <summary><c>class</c> nests one deep, <c>objects</c> two.</summary>
    private const int MaximumDepth = 3;

    /// <summary>Reads one message.</summary>
    /// <param name="utf8">Exactly one JSON object, at most <see cref="SensorMessage.MaximumBytes"/>.</param>
    /// <param name="message">Valid while <paramref name="utf8"/> is.</param>
    /// <param name="fault">What is wrong and what would be accepted; empty on success.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out SensorMessage message, out string fault)
    {
        message = default;
        if (utf8.Length > SensorMessage.MaximumBytes)
        {
            fault = "longer than 1400 bytes";
            return false;
        }

        // Rubbish is refused here, because the reader's exceptions would make a flood of it expensive.
        var text = utf8.Trim(" \t\r\n"u8);
        if (text.IsEmpty || text[0] != (byte)'{' || text[^1] != (byte)'}')
        {
            fault = "not a JSON object";
            return false;
        }

        try
        {
            return TryRead(utf8, out message, out fault);
        }
        catch (JsonException)
        {
            fault = "not one JSON object of depth 1 to 3";
            return false;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> utf8, out SensorMessage message, out string fault)
    {
        message = default;
        fault = "";
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            fault = "not a JSON object";
            return false;
        }

        var fields = default(SensorMessageFields);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyOf(ref reader);
            if (key == SensorMessageKeys.None || (fields.Seen & key) != 0)
            {
                fault = key == SensorMessageKeys.None ? "unknown key" : "a key comes twice";
                return false;
            }

            fields.Seen |= key;
            reader.Read();
            if (!fields.Take(key, ref reader))
            {
                fault = FaultOf(key);
                return false;
            }
        }

        if (reader.Read())
        {
            fault = "more than one JSON value";
            return false;
        }

        return fields.TryFinish(utf8, out message, out fault);
    }

    private static SensorMessageKeys KeyOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            return SensorMessageKeys.None;
        }

        var name = reader.ValueSpan;
        return name.SequenceEqual("v"u8) ? SensorMessageKeys.Version
            : name.SequenceEqual("kind"u8) ? SensorMessageKeys.Kind
            : name.SequenceEqual("sensor"u8) ? SensorMessageKeys.Sensor
            : name.SequenceEqual("seq"u8) ? SensorMessageKeys.Sequence
            : name.SequenceEqual("site"u8) ? SensorMessageKeys.Site
            : name.SequenceEqual("lane"u8) ? SensorMessageKeys.Lane
            : name.SequenceEqual("from"u8) ? SensorMessageKeys.From
            : name.SequenceEqual("to"u8) ? SensorMessageKeys.To
            : name.SequenceEqual("at"u8) ? SensorMessageKeys.At
            : name.SequenceEqual("on"u8) ? SensorMessageKeys.On
            : name.SequenceEqual("count"u8) ? SensorMessageKeys.Count
            : name.SequenceEqual("occupancy"u8) ? SensorMessageKeys.Occupancy
            : name.SequenceEqual("speedKph"u8) ? SensorMessageKeys.Speed
            : name.SequenceEqual("class"u8) ? SensorMessageKeys.Class
            : name.SequenceEqual("quality"u8) ? SensorMessageKeys.Quality
            : name.SequenceEqual("objects"u8) ? SensorMessageKeys.Objects
            : name.SequenceEqual("clock"u8) ? SensorMessageKeys.Clock
            : SensorMessageKeys.None;
    }

    private static string FaultOf(SensorMessageKeys key) => key switch
    {
        SensorMessageKeys.Version => "v is not 1",
        SensorMessageKeys.Kind => "kind is neither event, interval nor objects",
        SensorMessageKeys.Sensor => "sensor is not a name of 1-64 letters, digits, '.', '_', '-'",
        SensorMessageKeys.Site => "site is not a name of 1-64 letters, digits, '.', '_', '-'",
        SensorMessageKeys.Sequence => "seq is not a whole number 0 - 2^53-1",
        SensorMessageKeys.Lane => "lane is not 0-255",
        SensorMessageKeys.From or SensorMessageKeys.To or SensorMessageKeys.At => "a time is not like 2026-11-23T14:00:00.000Z",
        SensorMessageKeys.On => "on is neither true nor false",
        SensorMessageKeys.Count => "count is not -1 - 10000",
        SensorMessageKeys.Occupancy => "occupancy is not 0-1",
        SensorMessageKeys.Speed => "speedKph is not -300 - 300",
        SensorMessageKeys.Class => "class is not an object of at most 16 counts",
        SensorMessageKeys.Quality => "quality is not ok, degraded, fault or substituted",
        SensorMessageKeys.Objects => "objects is not an array of at most 64 [track, distance m, speed km/h, length m, share 0-1 (optional)]",
        _ => "clock is not ptp, ntp, gnss or free",
    };
}
