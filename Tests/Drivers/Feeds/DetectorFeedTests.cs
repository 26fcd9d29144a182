using System.Diagnostics.Metrics;
using System.Text;
using CsCheck;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;

namespace Signals.Tests.Drivers.Feeds;

[TestFixture, Category("Unit")]
public sealed class DetectorFeedTests
{
    [Test]
    public void Message_reaches_every_detector_mapped_to_its_lane()
    {
        var rig = new FeedRig();
        using var writer = rig.Writer();
        Assert.That(rig.Router.Receive(writer.Event(2, rig.Now, true).Span), Is.EqualTo(FeedOutcome.Accepted));
        var readings = rig.DrainAll();
        Assert.That(readings.Select(r => r.Detector), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(readings[0].On);
        Assert.That(readings[0].ReceivedAt, Is.EqualTo(rig.Now));
        Assert.That(rig.DrainAll(), Is.Empty);
    }

    [Test]
    public void Unknown_sites_sensors_and_lanes_are_counted_and_not_passed_on()
    {
        var rig = new FeedRig();
        using var other = rig.Writer(sensor: "radar-99");
        using var elsewhere = rig.Writer(site: "X2");
        using var known = rig.Writer();
        Assert.That(rig.Router.Receive(other.Event(1, rig.Now, true).Span), Is.EqualTo(FeedOutcome.UnknownSensor));
        Assert.That(rig.Router.Receive(elsewhere.Event(1, rig.Now, true).Span), Is.EqualTo(FeedOutcome.UnknownSite));
        Assert.That(rig.Router.Receive(known.Event(9, rig.Now, true).Span), Is.EqualTo(FeedOutcome.UnknownLane));
        Assert.That(rig.Router.Receive(known.Event(255, rig.Now, true).Span), Is.EqualTo(FeedOutcome.UnknownLane));
        Assert.That(rig.DrainAll(), Is.Empty);
        Assert.That(rig.Feed.Counters[FeedOutcome.UnknownLane], Is.EqualTo(2));
        Assert.That(rig.Feed.Counters[FeedOutcome.Received], Is.EqualTo(3));
        Assert.That(rig.Router.Counters[FeedOutcome.UnknownSite], Is.EqualTo(1));
    }

    [TestCase(-3.0, FeedOutcome.Future, 0)]
    [TestCase(-1.9, FeedOutcome.Accepted, 1)]
    [TestCase(0.9, FeedOutcome.Accepted, 1)]
    [TestCase(1.1, FeedOutcome.Late, 1)]
    [TestCase(29.0, FeedOutcome.Late, 1)]
    [TestCase(31.0, FeedOutcome.Stale, 0)]
    public void Age_of_a_message_decides_whether_it_is_used(double ageSeconds, FeedOutcome expected, int passedOn)
    {
        var rig = new FeedRig();
        using var writer = rig.Writer();
        Assert.That(rig.Router.Receive(writer.Event(1, rig.Now - Duration.FromSeconds(ageSeconds), true).Span), Is.EqualTo(expected));
        Assert.That(rig.DrainAll(), Has.Length.EqualTo(passedOn));
        Assert.That(rig.Feed.Counters[expected], Is.EqualTo(1));
    }

    [Test]
    public void Sequence_gaps_repeats_reordering_and_restarts_are_told_apart()
    {
        var rig = new FeedRig();
        foreach (var sequence in new long[] { 100, 101, 105, 103, 103, 105, 106, 2, 3 })
        {
            using var writer = rig.Writer(sequence);
            rig.Router.Receive(writer.Event(1, rig.Now, true).Span);
        }

        var counters = rig.Feed.Counters;
        Assert.That(counters[FeedOutcome.Gap], Is.EqualTo(3), "102, 103, 104 were missing");
        Assert.That(counters[FeedOutcome.Reordered], Is.EqualTo(1), "103 came after all");
        Assert.That(counters[FeedOutcome.Duplicate], Is.EqualTo(2));
        Assert.That(counters[FeedOutcome.SequenceReset], Is.EqualTo(1));
        Assert.That(rig.DrainAll(), Has.Length.EqualTo(7), "all but the repeated ones");
    }

    [Test]
    public void Sensor_that_restarts_soon_after_its_start_is_not_taken_for_repeating_itself()
    {
        var rig = new FeedRig();
        using var first = rig.Writer();
        for (var i = 0; i < 10; i++)
        {
            rig.Router.Receive(first.Event(1, rig.Now, i % 2 == 0).Span);
        }

        rig.Clock.Advance(TimeSpan.FromSeconds(20));
        using var restarted = rig.Writer();
        Assert.That(rig.Router.Receive(restarted.Event(1, rig.Now, true).Span), Is.EqualTo(FeedOutcome.Accepted));
        Assert.That(rig.Feed.Counters[FeedOutcome.SequenceReset], Is.EqualTo(1));
    }

    [Test]
    public void Good_message_takes_its_way_to_the_tick_without_allocation()
    {
        var rig = new FeedRig();
        using var writer = rig.Writer();
        var messages = Enumerable.Range(0, 1001).Select(i => writer.Interval(1, rig.Now, rig.Now + Duration.Tenth, i).ToArray()).ToArray();
        var into = new DetectorReading[16];
        rig.Router.Receive(messages[^1]);
        rig.Feed.Drain(into);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var drained = 0;
        for (var i = 0; i < 1000; i++)
        {
            rig.Router.Receive(messages[i]);
            drained += rig.Feed.Drain(into);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2000), "only the one log line of the restarted sequence");
        Assert.That(drained, Is.EqualTo(1000));
    }

    [Test]
    public void Full_feed_drops_the_oldest_and_says_how_many()
    {
        var rig = new FeedRig(new FeedLimits { Capacity = 8 });
        using var writer = rig.Writer();
        for (var i = 0; i < 20; i++)
        {
            rig.Router.Receive(writer.Interval(1, rig.Now, rig.Now + Duration.FromSeconds(1), i).Span);
        }

        Assert.That(rig.DrainAll().Select(r => r.Count), Is.EqualTo(Enumerable.Range(12, 8)));
        Assert.That(rig.Feed.Counters[FeedOutcome.Dropped], Is.EqualTo(12));
        Assert.That(rig.Feed.TakeDropped(), Is.EqualTo(12));
        Assert.That(rig.Feed.TakeDropped(), Is.Zero);
    }

    [Test]
    public void Small_buffer_takes_a_part_and_leaves_the_rest_in_order()
    {
        var rig = new FeedRig();
        using var writer = rig.Writer();
        for (var i = 0; i < 5; i++)
        {
            rig.Router.Receive(writer.Interval(1, rig.Now, rig.Now + Duration.FromSeconds(1), i).Span);
        }

        var two = new DetectorReading[2];
        Assert.That(rig.Feed.Drain(two), Is.EqualTo(2));
        Assert.That(rig.DrainAll().Select(r => r.Count), Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test, Category("Property")]
    public void Overloaded_feed_stays_bounded_and_keeps_the_newest_of_every_burst()
    {
        Gen.Select(Gen.Int[1, 64], Gen.Int[0, 400].Array[1, 20]).Sample(
            (capacity, bursts) =>
            {
                var rig = new FeedRig(new FeedLimits { Capacity = capacity });
                using var writer = rig.Writer();
                var number = 0;
                foreach (var burst in bursts)
                {
                    for (var i = 0; i < burst; i++)
                    {
                        rig.Router.Receive(writer.Interval(1, rig.Now, rig.Now + Duration.FromSeconds(1), number++ % 10_000).Span);
                    }

                    var got = rig.DrainAll();
                    if (got.Length != Math.Min(burst, capacity) || (got.Length > 0 && got[^1].Count != (number - 1) % 10_000))
                    {
                        return false;
                    }
                }

                return rig.Feed.Counters[FeedOutcome.Accepted] == number
                    && rig.Feed.Counters[FeedOutcome.Dropped] == bursts.Sum(b => Math.Max(0, b - capacity));
            },
            iter: 60);
    }

    [Test]
    public void Pushes_from_many_threads_are_all_accounted_for()
    {
        var rig = new FeedRig(new FeedLimits { Capacity = 100 });
        var drained = 0;
        var pushers = Enumerable.Range(0, 4).Select(n => new Thread(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                rig.Feed.Push(new DetectorReading(n, ReadingKind.Event, ReadingQuality.Ok, true, rig.Now, rig.Now, rig.Now, 0, float.NaN, float.NaN));
            }
        })).ToList();
        pushers.ForEach(t => t.Start());
        var into = new DetectorReading[16];
        while (pushers.Any(t => t.IsAlive))
        {
            drained += rig.Feed.Drain(into); // about 100 times slower than the pushers
        }

        pushers.ForEach(t => t.Join());
        drained += rig.DrainAll().Length;
        Assert.That(drained + rig.Feed.Counters[FeedOutcome.Dropped], Is.EqualTo(20_000));
    }

    [Test]
    public void Flood_of_bad_messages_is_counted_exactly_and_logged_once_in_ten_seconds()
    {
        var rig = new FeedRig();
        for (var i = 0; i < 1000; i++)
        {
            rig.Send("not json \u0007 at all");
        }

        Assert.That(rig.Router.Counters[FeedOutcome.Malformed], Is.EqualTo(1000));
        Assert.That(rig.Log, Has.Count.EqualTo(1));
        Assert.That(rig.Log[0], Does.Contain("not json ? at all"), "what comes from outside is made printable");
        rig.Clock.Advance(TimeSpan.FromSeconds(11));
        rig.Send("still not");
        Assert.That(rig.Log, Has.Count.EqualTo(2));
        Assert.That(rig.Log[1], Does.Contain("1000 messages"), "999 that were not logged and this one");
    }

    [Test, Category("Property")]
    public void Arbitrary_bytes_never_stop_the_router_and_never_reach_the_tick()
    {
        var rig = new FeedRig();
        Gen.Byte.Array[0, 200].Sample(bytes => rig.Router.Receive(bytes) == FeedOutcome.Malformed, iter: 10_000, threads: 1);
        Assert.That(rig.DrainAll(), Is.Empty);
        Assert.That(rig.Log, Has.Count.EqualTo(1));
    }

    [Test]
    public void Flood_of_bad_messages_allocates_next_to_nothing()
    {
        var rig = new FeedRig();
        var unknownKey = "{\"v\":1,\"kind\":\"interval\",\"x\":1}"u8.ToArray();
        var rubbish = "\u0001\u0002rubbish"u8.ToArray();
        rig.Router.Receive(unknownKey);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            rig.Router.Receive(unknownKey);
            rig.Router.Receive(rubbish);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000));
    }

    [TestCase("tsc/v1/X1/det/radar-07/event", FeedOutcome.Accepted)]
    [TestCase("tsc/v1/X1/det/radar-07/interval", FeedOutcome.Malformed)]
    [TestCase("tsc/v1/X2/det/radar-07/event", FeedOutcome.Malformed)]
    [TestCase("tsc/v1/X1/det/radar-08/event", FeedOutcome.Malformed)]
    [TestCase("tsc/v2/X1/det/radar-07/event", FeedOutcome.Malformed)]
    [TestCase("tsc/v1/X1/det/radar-07/event/more", FeedOutcome.Malformed)]
    [TestCase("", FeedOutcome.Malformed)]
    public void Message_must_be_what_its_topic_says(string topic, FeedOutcome expected)
    {
        var rig = new FeedRig();
        using var writer = rig.Writer();
        Assert.That(rig.Router.Receive(writer.Event(1, rig.Now, true).Span, topic), Is.EqualTo(expected));
    }

    [Test]
    public void Meter_publishes_the_counters_by_site_and_outcome()
    {
        var rig = new FeedRig();
        using var meter = new FeedMeter(rig.Router);
        rig.Router.Receive(Encoding.UTF8.GetBytes("x"));
        using var writer = rig.Writer();
        rig.Router.Receive(writer.Event(1, rig.Now, true).Span);
        var seen = new Dictionary<(string Site, string Outcome), long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == FeedMeter.Name)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => seen[((string)tags[0].Value!, (string)tags[1].Value!)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.That(seen[(FeedRig.Site, "Accepted")], Is.EqualTo(1));
        Assert.That(seen[("", "Malformed")], Is.EqualTo(1));
        Assert.That(seen[(FeedRig.Site, "Dropped")], Is.Zero);
    }
}
