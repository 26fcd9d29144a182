using System.Collections.Immutable;
using System.Text.Json;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>Values of a sensor message read so far, each checked against its range as it is read.</summary>
internal struct SensorMessageFields
{
    private const int MaximumNameLength = 64;
    private const int MaximumLane = 255;
    private const int MaximumCount = 10_000;
    private const int MaximumClasses = 16;
    private static readonly Duration LongestInterval = Duration.FromSeconds(900);

    public SensorMessageKeys Seen;
    private (int Start, int Length) _sensor;
    private (int Start, int Length) _site;
    private ReadingKind _kind;
    private ReadingQuality _quality;
    private long _sequence;
    private int _lane;
    private int _count;
    private float _occupancy;
    private float _speed;
    private bool _on;
    private Instant _from;
    private Instant _to;
    private Instant _at;
    private ImmutableArray<VehicleObject> _objects;

    public bool Take(SensorMessageKeys key, ref Utf8JsonReader reader) => key switch
    {
        SensorMessageKeys.Version => Whole(ref reader, 1, 1, out _),
        SensorMessageKeys.Kind => Kind(ref reader),
        SensorMessageKeys.Sensor => Name(ref reader, out _sensor),
        SensorMessageKeys.Site => Name(ref reader, out _site),
        SensorMessageKeys.Sequence => Whole(ref reader, 0, (1L << 53) - 1, out _sequence),
        SensorMessageKeys.Lane => Int(ref reader, 0, MaximumLane, out _lane),
        SensorMessageKeys.From => Time(ref reader, out _from),
        SensorMessageKeys.To => Time(ref reader, out _to),
        SensorMessageKeys.At => Time(ref reader, out _at),
        SensorMessageKeys.On => Flag(ref reader, out _on),
        SensorMessageKeys.Count => Int(ref reader, -1, MaximumCount, out _count),
        SensorMessageKeys.Occupancy => Number(ref reader, 0, 1, out _occupancy),
        SensorMessageKeys.Speed => Number(ref reader, -300, 300, out _speed),
        SensorMessageKeys.Class => Classes(ref reader),
        SensorMessageKeys.Quality => Quality(ref reader),
        SensorMessageKeys.Objects => ObjectList.TryRead(ref reader, out _objects),
        _ => Clock(ref reader),
    };

    public readonly bool TryFinish(ReadOnlySpan<byte> utf8, out SensorMessage message, out string fault)
    {
        message = default;
        fault = _kind switch
        {
            ReadingKind.Event => Judge(SensorMessageKeys.Event, SensorMessageKeys.NotInEvent, "an event needs v, kind, sensor, seq, site, lane, quality, at, on", "an event has no from, to, occupancy, objects"),
            ReadingKind.Interval => Judge(SensorMessageKeys.Interval, SensorMessageKeys.NotInInterval, "an interval needs v, kind, sensor, seq, site, lane, quality, from, to, count", "an interval has no at, on, objects"),
            _ => Judge(SensorMessageKeys.ObjectList, SensorMessageKeys.NotInObjectList, "an object list needs v, kind, sensor, seq, site, lane, quality, at, objects", "an object list has no from, to, on, count, occupancy, speedKph, class"),
        };
        var isInterval = _kind == ReadingKind.Interval;
        if (fault.Length > 0)
        {
            return false;
        }

        if (isInterval && (_to <= _from || _to - _from > LongestInterval))
        {
            fault = "to is not after from, or more than 15 minutes after it";
            return false;
        }

        message = new SensorMessage
        {
            Kind = _kind,
            Site = utf8.Slice(_site.Start, _site.Length),
            Sensor = utf8.Slice(_sensor.Start, _sensor.Length),
            Sequence = _sequence,
            Lane = _lane,
            From = isInterval ? _from : _at,
            To = isInterval ? _to : _at,
            On = _on,
            Count = (Seen & SensorMessageKeys.Count) != 0 ? _count : _kind == ReadingKind.Event && !_on ? 1 : 0,
            Occupancy = (Seen & SensorMessageKeys.Occupancy) != 0 ? _occupancy : float.NaN,
            SpeedKph = (Seen & SensorMessageKeys.Speed) != 0 ? _speed : float.NaN,
            Quality = _quality,
            Objects = _objects,
        };
        return true;
    }

    private readonly string Judge(SensorMessageKeys needed, SensorMessageKeys forbidden, string missing, string tooMany) =>
        (Seen & needed) != needed ? missing : (Seen & forbidden) != 0 ? tooMany : "";

    private bool Kind(ref Utf8JsonReader reader)
    {
        _kind = Is(ref reader, "interval"u8) ? ReadingKind.Interval : Is(ref reader, "objects"u8) ? ReadingKind.Objects : ReadingKind.Event;
        return _kind != ReadingKind.Event || Is(ref reader, "event"u8);
    }

    private bool Quality(ref Utf8JsonReader reader)
    {
        _quality = Is(ref reader, "degraded"u8) ? ReadingQuality.Degraded
            : Is(ref reader, "fault"u8) ? ReadingQuality.Fault
            : Is(ref reader, "substituted"u8) ? ReadingQuality.Substituted
            : ReadingQuality.Ok;
        return _quality != ReadingQuality.Ok || Is(ref reader, "ok"u8);
    }

    private static bool Clock(ref Utf8JsonReader reader) =>
        Is(ref reader, "ptp"u8) || Is(ref reader, "ntp"u8) || Is(ref reader, "gnss"u8) || Is(ref reader, "free"u8);

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> word) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(word);

    /// <summary>Where the name stands in the message: the reader's own spans do not outlive a call.</summary>
    private static bool Name(ref Utf8JsonReader reader, out (int Start, int Length) place)
    {
        var name = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? reader.ValueSpan : [];
        place = ((int)reader.TokenStartIndex + 1, name.Length);
        if (name.Length is 0 or > MaximumNameLength)
        {
            return false;
        }

        foreach (var letter in name)
        {
            if (!(char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'.' or (byte)'_' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Whole(ref Utf8JsonReader reader, long least, long greatest, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value) && value >= least && value <= greatest;
    }

    private static bool Int(ref Utf8JsonReader reader, int least, int greatest, out int value)
    {
        var ok = Whole(ref reader, least, greatest, out var wide);
        value = ok ? (int)wide : 0;
        return ok;
    }

    private static bool Number(ref Utf8JsonReader reader, float least, float greatest, out float value)
    {
        value = float.NaN;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out value) && value >= least && value <= greatest;
    }

    private static bool Flag(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return value || reader.TokenType == JsonTokenType.False;
    }

    /// <summary>UTC only, with seconds: a time without zone would be taken for local time.</summary>
    private static bool Time(ref Utf8JsonReader reader, out Instant at)
    {
        at = default;
        var text = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? reader.ValueSpan : [];
        var wellFormed = text.Length is 20 or (> 21 and <= 28) && text[^1] == (byte)'Z' && text[19] is (byte)'Z' or (byte)'.';
        if (!wellFormed || !reader.TryGetDateTimeOffset(out var value))
        {
            return false;
        }

        at = new Instant(value.ToUnixTimeMilliseconds());
        return true;
    }

    private static bool Classes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        for (var classes = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; classes++)
        {
            reader.Read();
            if (classes == MaximumClasses || !Int(ref reader, 0, MaximumCount, out _))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }
}
