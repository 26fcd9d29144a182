using System.Text;
using CsCheck;
using NJsonSchema;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Tests.Support;

namespace Signals.Tests.Drivers.Feeds;

[TestFixture, Category("Unit")]
public sealed class SensorMessageTests
{
    private const string Interval =
        """{"v":1,"kind":"interval","sensor":"radar-07","seq":48213,"site":"N12","lane":2,"from":"2026-11-23T14:00:00.000Z","to":"2026-11-23T14:00:01.000Z","count":1,"occupancy":0.34,"speedKph":38.2,"class":{"car":1},"quality":"ok","clock":"ptp"}""";

    private const string Event =
        """{"v":1,"kind":"event","sensor":"radar-07","seq":48214,"site":"N12","lane":2,"at":"2026-11-23T14:00:00.400Z","on":true,"quality":"ok"}""";

    private const string Objects =
        """{"v":1,"kind":"objects","sensor":"radar-07","seq":48216,"site":"N12","lane":2,"at":"2026-11-23T14:00:01.000Z","objects":[[7781,1.2,0,4.5],[7790,63.4,46.1,12,0.5]],"quality":"ok"}""";

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromFileAsync(Repository.PathOf("Hardware.Drivers", "Drivers", "Feeds", "sensor-message.schema.json")));

    [Test]
    public void Interval_of_the_interface_description_is_read_exactly()
    {
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(Interval), out var message, out var fault), fault);
        Assert.That(message.Kind, Is.EqualTo(ReadingKind.Interval));
        Assert.That(Encoding.ASCII.GetString(message.Site), Is.EqualTo("N12"));
        Assert.That(Encoding.ASCII.GetString(message.Sensor), Is.EqualTo("radar-07"));
        Assert.That(message.Sequence, Is.EqualTo(48213));
        Assert.That(message.Lane, Is.EqualTo(2));
        Assert.That(message.From.ToString(), Is.EqualTo("2026-11-23T14:00:00.000Z"));
        Assert.That((message.To - message.From).Milliseconds, Is.EqualTo(1000));
        Assert.That(message.Count, Is.EqualTo(1));
        Assert.That(message.Occupancy, Is.EqualTo(0.34f));
        Assert.That(message.SpeedKph, Is.EqualTo(38.2f));
        Assert.That(message.Quality, Is.EqualTo(ReadingQuality.Ok));
    }

    [Test]
    public void What_an_event_leaves_out_is_missing_and_not_zero()
    {
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(Event), out var message, out var fault), fault);
        Assert.That(message.SpeedKph, Is.NaN);
        Assert.That(message.Occupancy, Is.NaN);
        Assert.That(message.Count, Is.Zero, "nothing has passed at the on-edge");
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(Event.Replace("true", "false")), out message, out _));
        Assert.That(message.Count, Is.EqualTo(1), "one vehicle at the off-edge");
    }

    [Test]
    public void Object_list_of_the_interface_description_is_read_exactly()
    {
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(Objects), out var message, out var fault), fault);
        Assert.That(message.Kind, Is.EqualTo(ReadingKind.Objects));
        Assert.That(message.To.ToString(), Is.EqualTo("2026-11-23T14:00:01.000Z"));
        Assert.That(message.Objects, Is.EqualTo(new[] { new VehicleObject(7781, 1.2f, 0, 4.5f, 1), new VehicleObject(7790, 63.4f, 46.1f, 12, 0.5f) }));
    }

    [TestCase("[7781,1.2,0]", TestName = "Object_without_a_length_is_refused_by_schema_and_parser")]
    [TestCase("[7781,1.2,0,4.5,1,1]", TestName = "Object_with_six_numbers_is_refused_by_schema_and_parser")]
    [TestCase("[-1,1.2,0,4.5]", TestName = "Object_with_a_negative_track_is_refused_by_schema_and_parser")]
    [TestCase("[7781,-100.1,0,4.5]", TestName = "Object_farther_back_than_any_junction_is_wide_is_refused_by_schema_and_parser")]
    [TestCase("[7781,1.2,301,4.5]", TestName = "Object_with_an_absurd_speed_is_refused_by_schema_and_parser")]
    [TestCase("[7781,1.2,0,0]", TestName = "Object_without_extent_is_refused_by_schema_and_parser")]
    [TestCase("[7781,1.2,0,4.5,0]", TestName = "Object_with_no_share_is_refused_by_schema_and_parser")]
    [TestCase("[\"a\",1.2,0,4.5]", TestName = "Object_with_a_textual_track_is_refused_by_schema_and_parser")]
    [TestCase("{\"track\":1}", TestName = "Object_with_keys_is_refused_by_schema_and_parser")]
    [TestCase("7781", TestName = "Object_that_is_a_number_is_refused_by_schema_and_parser")]
    public async Task Bad_object_is_refused_by_schema_and_parser(string bad)
    {
        var text = Objects.Replace("[7781,1.2,0,4.5]", bad);
        Assert.That((await Schema.Value).Validate(text), Is.Not.Empty, "schema");
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(text), out _, out var fault), Is.False, "parser");
        Assert.That(fault, Is.Not.Empty);
    }

    [Test]
    public void Object_list_of_more_than_64_vehicles_is_refused()
    {
        var text = Objects.Replace("[7781,1.2,0,4.5]", string.Join(",", Enumerable.Repeat("[1,1,0,4]", 64)));
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(text), out _, out var fault), Is.False);
        Assert.That(fault, Does.Contain("64"));
    }

    [Test, Category("Property")]
    public void Written_object_list_satisfies_the_schema_fits_a_frame_and_reads_back_nearest_first()
    {
        var schema = Schema.Value.GetAwaiter().GetResult();
        var vehicle = Gen.Select(Gen.Long[0, (1L << 53) - 1], Gen.Float[0, 2000], Gen.Float[0, 300], Gen.Float[0.5f, 50], Gen.Float[0.01f, 1])
            .Select((track, distance, speed, length, share) => new VehicleObject(track, distance, speed, length, share));
        Gen.Select(vehicle.Array[0, 70], Gen.Int[0, 255]).Sample((vehicles, lane) =>
        {
            using var writer = new SensorMessageWriter("N12", "radar-07");
            var bytes = writer.Objects(lane, new Instant(1_700_000_000_000), vehicles);
            Assert.That(SensorMessageParser.TryParse(bytes.Span, out var message, out var fault), fault);
            Assert.That(schema.Validate(Encoding.UTF8.GetString(bytes.Span)), Is.Empty);
            Assert.That(message.Objects, Has.Length.LessThanOrEqualTo(64));
            Assert.That(message.Objects.Length, Is.GreaterThanOrEqualTo(Math.Min(vehicles.Length, 20)), "the farthest are left out, not the message");
            for (var i = 0; i < message.Objects.Length; i++)
            {
                Assert.That(message.Objects[i].Track, Is.EqualTo(vehicles[i].Track));
                Assert.That(message.Objects[i].DistanceMetres, Is.EqualTo(vehicles[i].DistanceMetres).Within(0.006));
                Assert.That(message.Objects[i].SpeedKph, Is.EqualTo(vehicles[i].SpeedKph).Within(0.006));
                Assert.That(message.Objects[i].Share, Is.EqualTo(vehicles[i].Share).Within(0.001));
            }
        }, iter: 300);
    }

    [TestCase("{\"v\":2,", "{\"v\":1,", TestName = "Message_of_another_version_is_refused_by_schema_and_parser")]
    [TestCase("\"kind\":\"reading\"", "\"kind\":\"interval\"", TestName = "Message_of_an_unknown_kind_is_refused_by_schema_and_parser")]
    [TestCase("\"seq\":-1", "\"seq\":48213", TestName = "Message_with_a_negative_sequence_is_refused_by_schema_and_parser")]
    [TestCase("\"seq\":1.5", "\"seq\":48213", TestName = "Message_with_a_broken_sequence_is_refused_by_schema_and_parser")]
    [TestCase("\"lane\":256", "\"lane\":2", TestName = "Message_with_a_wide_lane_is_refused_by_schema_and_parser")]
    [TestCase("\"lane\":\"2\"", "\"lane\":2", TestName = "Message_with_a_textual_lane_is_refused_by_schema_and_parser")]
    [TestCase("\"count\":10001,", "\"count\":1,", TestName = "Message_with_an_absurd_count_is_refused_by_schema_and_parser")]
    [TestCase("\"occupancy\":34", "\"occupancy\":0.34", TestName = "Message_with_occupancy_in_percent_is_refused_by_schema_and_parser")]
    [TestCase("\"occupancy\":null", "\"occupancy\":0.34", TestName = "Message_with_null_for_missing_is_refused_by_schema_and_parser")]
    [TestCase("\"speedKph\":\"38\"", "\"speedKph\":38.2", TestName = "Message_with_a_textual_speed_is_refused_by_schema_and_parser")]
    [TestCase("\"quality\":\"good\"", "\"quality\":\"ok\"", TestName = "Message_with_an_unknown_quality_is_refused_by_schema_and_parser")]
    [TestCase("\"clock\":\"wrist\"", "\"clock\":\"ptp\"", TestName = "Message_with_an_unknown_clock_is_refused_by_schema_and_parser")]
    [TestCase("\"site\":\"N 12\"", "\"site\":\"N12\"", TestName = "Message_with_a_blank_in_its_site_is_refused_by_schema_and_parser")]
    [TestCase("\"sensor\":\"\"", "\"sensor\":\"radar-07\"", TestName = "Message_without_a_sensor_name_is_refused_by_schema_and_parser")]
    [TestCase("\"speed\":38.2", "\"speedKph\":38.2", TestName = "Message_with_an_unknown_key_is_refused_by_schema_and_parser")]
    [TestCase("00:00.000+01:00\"", "00:00.000Z\"", TestName = "Message_in_local_time_is_refused_by_schema_and_parser")]
    [TestCase("\"class\":{\"car\":-1}", "\"class\":{\"car\":1}", TestName = "Message_with_a_negative_class_count_is_refused_by_schema_and_parser")]
    [TestCase("\"on\":true,\"count\":1", "\"count\":1", TestName = "Interval_with_an_edge_is_refused_by_schema_and_parser")]
    [TestCase("\"occ", "\"count\":1,\"occ", TestName = "Interval_without_a_count_is_refused_by_schema_and_parser")]
    public async Task Bad_message_is_refused_by_schema_and_parser(string bad, string good)
    {
        var text = Swap(good, bad);
        Assert.That((await Schema.Value).Validate(text), Is.Not.Empty, "schema");
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(text), out _, out var fault), Is.False, "parser");
        Assert.That(fault, Is.Not.Empty);
    }

    [TestCase("""[1]""")]
    [TestCase("")]
    [TestCase("{}{}")]
    [TestCase("""{"v":1,"v":1}""")]
    [TestCase("""{"class":{"a":{"b":1}}}""")]
    public void Broken_json_is_refused(string text) =>
        Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(text), out _, out _), Is.False);

    [Test]
    public void Interval_that_ends_before_it_starts_or_lasts_an_hour_is_refused()
    {
        foreach (var to in new[] { "2026-11-23T14:00:00.000Z", "2026-11-23T13:00:00.000Z", "2026-11-23T15:00:00.000Z" })
        {
            Assert.That(SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(Interval.Replace("2026-11-23T14:00:01.000Z", to)), out _, out _), Is.False, to);
        }
    }

    [Test, Category("Property")]
    public void Written_message_satisfies_the_schema_and_reads_back_the_same()
    {
        var schema = Schema.Value.GetAwaiter().GetResult();
        var gen = Gen.Select(Gen.Int[0, 255], Gen.Long[0, 4_000_000_000_000], Gen.Int[-1, 10_000], Gen.Float[0, 1], Gen.Float[-300, 300], Gen.Int[0, 3], Gen.Bool, Gen.Bool);
        gen.Sample(
            (lane, at, count, occupancy, speed, quality, isEvent, on) =>
            {
                using var writer = new SensorMessageWriter("N12", "cam.1_b", at);
                var time = new Instant(at);
                var bytes = isEvent
                    ? writer.Event(lane, time, on, count, speed, (ReadingQuality)quality)
                    : writer.Interval(lane, time, time + Duration.FromSeconds(1), count, occupancy, speed, (ReadingQuality)quality);
                var parsed = SensorMessageParser.TryParse(bytes.Span, out var message, out _);
                return parsed
                    && schema.Validate(Encoding.UTF8.GetString(bytes.Span)).Count == 0
                    && message.Lane == lane && message.Sequence == at && message.From == time && message.Count == count
                    && message.SpeedKph == speed && message.Quality == (ReadingQuality)quality
                    && (isEvent ? message.On == on && float.IsNaN(message.Occupancy) : message.Occupancy == occupancy)
                    && writer.NextSequence == at + 1;
            },
            iter: 500);
    }

    [Test, Category("Property")]
    public void Parser_agrees_with_the_schema_when_keys_are_removed_or_doubled()
    {
        var schema = Schema.Value.GetAwaiter().GetResult();
        foreach (var original in new[] { Interval, Event, Objects })
        {
            var root = System.Text.Json.Nodes.JsonNode.Parse(original)!.AsObject();
            foreach (var key in root.Select(p => p.Key).ToArray())
            {
                var without = System.Text.Json.Nodes.JsonNode.Parse(original)!.AsObject();
                without.Remove(key);
                var text = without.ToJsonString();
                Assert.That(
                    SensorMessageParser.TryParse(Encoding.UTF8.GetBytes(text), out _, out _), Is.EqualTo(schema.Validate(text).Count == 0), $"without {key}");
            }
        }
    }

    [Test, Category("Property")]
    public void Parser_never_throws_for_any_bytes()
    {
        Gen.Byte.Array[0, 1600].Sample(bytes => !SensorMessageParser.TryParse(bytes, out _, out var fault) && fault.Length > 0, iter: 20_000);
    }

    [Test, Category("Property")]
    public void Parser_survives_mutations_of_good_messages()
    {
        var good = new[] { Encoding.UTF8.GetBytes(Interval), Encoding.UTF8.GetBytes(Event), Encoding.UTF8.GetBytes(Objects) };
        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Int[0, 300], Gen.Byte).Array[1, 4], Gen.Int[0, 300]).Sample(
            (which, changes, cut) =>
            {
                var bytes = good[which].ToArray();
                foreach (var (at, value) in changes)
                {
                    bytes[at % bytes.Length] = value;
                }

                var part = bytes.AsSpan(0, Math.Min(bytes.Length, cut < 150 ? bytes.Length : cut));
                // Either it is refused with a reason, or every field lies in its documented range.
                return !SensorMessageParser.TryParse(part, out var message, out var fault)
                    ? fault.Length > 0
                    : message.Lane is >= 0 and <= 255 && message.Count is >= -1 and <= 10_000 && message.To >= message.From && message.Sensor.Length is > 0 and <= 64;
            },
            iter: 50_000);
    }

    [Test]
    public void Well_formed_message_is_parsed_without_allocation()
    {
        var bytes = Encoding.UTF8.GetBytes(Interval);
        Assert.That(SensorMessageParser.TryParse(bytes, out _, out _));
        var parsed = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            parsed += SensorMessageParser.TryParse(bytes, out _, out _) ? 1 : 0;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(parsed, Is.EqualTo(1000));
    }

    private static string Swap(string good, string bad)
    {
        var text = Interval;
        Assert.That(text, Does.Contain(good));
        return text.Replace(good, bad);
    }
}
