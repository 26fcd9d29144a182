using Signals.Core.Sensing;

namespace Signals.Drivers.Feeds;

/// <summary>MQTT topics of sensor messages: <c>tsc/v1/{site}/det/{sensor}/{event|interval|objects}</c>.</summary>
public static class SensorTopic
{
    private const string Prefix = "tsc/v1/";

    public static string Of(string site, string sensor, ReadingKind kind) =>
        $"{Prefix}{site}/det/{sensor}/{NameOf(kind)}";

    /// <summary>Filter for all sensors of one site.</summary>
    public static string FilterOf(string site) => $"{Prefix}{site}/det/+/+";

    /// <summary>Takes a topic apart; false when it is not one of ours.</summary>
    public static bool TryParse(ReadOnlySpan<char> topic, out ReadOnlySpan<char> site, out ReadOnlySpan<char> sensor, out ReadingKind kind)
    {
        site = sensor = default;
        kind = ReadingKind.Event;
        Span<Range> parts = stackalloc Range[7];
        if (topic.Split(parts, '/') != 6 || !topic.StartsWith(Prefix, StringComparison.Ordinal) || !topic[parts[3]].SequenceEqual("det"))
        {
            return false;
        }

        site = topic[parts[2]];
        sensor = topic[parts[4]];
        kind = topic[parts[5]] switch
        {
            "interval" => ReadingKind.Interval,
            "objects" => ReadingKind.Objects,
            _ => ReadingKind.Event,
        };
        return kind != ReadingKind.Event || topic[parts[5]].SequenceEqual("event");
    }

    private static string NameOf(ReadingKind kind) => kind switch
    {
        ReadingKind.Interval => "interval",
        ReadingKind.Objects => "objects",
        _ => "event",
    };
}
