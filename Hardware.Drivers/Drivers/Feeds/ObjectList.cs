using System.Collections.Immutable;
using System.Text.Json;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;

namespace Signals.Drivers.Feeds;

/// <summary>
/// The <c>objects</c> of a sensor message: an array of <c>[track, distance, speed, length]</c> or <c>[track, distance, speed, length, share]</c>, numbers only, because sixty keyed objects would
/// not fit into a frame.
/// </summary>
internal static class ObjectList
{
    /// <summary>Most objects in one message: as many as a lane is followed with.</summary>
    public const int Most = TrafficPicture.LaneCapacity;

    private const long GreatestTrack = (1L << 53) - 1;
    private const float FarthestMetres = 2000;

    /// <summary>An exit zone counts those inside the junction backwards from its edge, see <see cref="VehicleObject.DistanceMetres"/>.</summary>
    private const float DeepestMetres = -100;
    private const float FastestKph = 300;
    private const float ShortestMetres = 0.5f;
    private const float LongestMetres = 50;

    public static bool TryRead(ref Utf8JsonReader reader, out ImmutableArray<VehicleObject> objects)
    {
        objects = [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        Span<VehicleObject> read = stackalloc VehicleObject[Most];
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (count == Most || !TryReadOne(ref reader, out read[count++]))
            {
                return false;
            }
        }

        objects = ImmutableArray.Create(read[..count]);
        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryReadOne(ref Utf8JsonReader reader, out VehicleObject seen)
    {
        seen = default;
        var track = 0L;
        var ok = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out track) && track is >= 0 and <= GreatestTrack;
        ok &= Number(ref reader, DeepestMetres, FarthestMetres, out var distance);
        ok &= Number(ref reader, 0, FastestKph, out var speed);
        ok &= Number(ref reader, ShortestMetres, LongestMetres, out var length);
        if (!ok || !reader.Read())
        {
            return false;
        }

        var share = 1f;
        if (reader.TokenType == JsonTokenType.Number)
        {
            ok = reader.TryGetSingle(out share) && share is > 0 and <= 1 && reader.Read();
        }

        seen = new VehicleObject(track, distance, speed, length, share);
        return ok && reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool Number(ref Utf8JsonReader reader, float least, float greatest, out float value)
    {
        value = 0;
        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out value) && value >= least && value <= greatest;
    }
}
