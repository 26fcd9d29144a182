using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Sumo.Sensing;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Sensing;

[TestFixture, Category("Property")]
public class LoopTests
{
    private static readonly Instant Start = new(1_000_000);

    [Test]
    public void Every_vehicle_of_a_platoon_is_counted_once_and_edges_alternate_in_time() =>
        Gen.Select(Gen.Int[1, 12], Gen.Float[3, 20], Gen.Float[6, 12]).Sample((vehicles, speed, gap) =>
        {
            const float Length = 4.5f;
            var (loop, feed) = Make(at: 20, length: 2);
            var readings = new List<DetectorReading>();
            var fronts = Enumerable.Range(0, vehicles).Select(v => 100 + v * (Length + gap)).ToArray();
            var travelled = 0f;
            for (var second = 0; travelled < 200 + vehicles * (Length + gap); second++)
            {
                for (var v = 0; v < vehicles; v++)
                {
                    loop.Pass(fronts[v], fronts[v] - speed, Length);
                    fronts[v] -= speed;
                }

                travelled += speed;
                loop.Report(Start + Duration.FromSeconds(second + 1));
                readings.AddRange(Drain(feed));
            }

            var edges = readings.Where(r => r.Kind == ReadingKind.Event).ToList();
            Assert.That(edges.Count(e => e.On), Is.EqualTo(vehicles));
            Assert.That(edges.Select(e => e.On), Is.EqualTo(Enumerable.Range(0, edges.Count).Select(i => i % 2 == 0)));
            Assert.That(edges.Select(e => e.To.UnixMilliseconds), Is.Ordered);
            Assert.That(readings.Where(r => r.Kind == ReadingKind.Interval).Sum(r => r.Count), Is.EqualTo(vehicles));
            var seconds = readings.Where(r => r.Kind == ReadingKind.Interval).Sum(r => r.Occupancy);
            Assert.That(seconds, Is.EqualTo(vehicles * (Length + 2) / speed).Within(0.01 * vehicles + 0.001));
        });

    [Test]
    public void Standing_vehicle_keeps_the_loop_occupied_without_being_counted_again()
    {
        var (loop, feed) = Make(at: 0, length: 6);
        loop.Pass(10, 2, 4.5f);
        loop.Report(Start);
        Drain(feed);

        loop.Pass(2, 2, 4.5f);
        loop.Report(Start + Duration.FromSeconds(1));

        var reading = Drain(feed).Single();
        Assert.That((reading.Kind, reading.On, reading.Count, reading.Occupancy), Is.EqualTo((ReadingKind.Interval, true, 0, 1f)));
    }

    [Test]
    public void Vehicle_that_leaves_sideways_frees_the_loop_and_one_that_comes_from_the_side_is_counted()
    {
        var (loop, feed) = Make(at: 20, length: 2);
        loop.Pass(30, 21, 4.5f);
        loop.Report(Start);
        Assert.That(Drain(feed)[^1].On);
        loop.Report(Start + Duration.FromSeconds(1)); // it has changed lanes
        Assert.That(Drain(feed)[^1].On, Is.False);
        loop.Pass(21.5f, 21, 4.5f);
        loop.Report(Start + Duration.FromSeconds(2));
        Assert.That(Drain(feed)[^1], Has.Property("On").True.And.Property("Count").EqualTo(1));
    }

    private static (Loop Loop, DetectorFeed Feed) Make(double at, double length)
    {
        var intersection = TestIntersections.RingBarrier();
        var feed = new DetectorFeed(intersection, FeedLimits.Default, TimeProvider.System, NullLogger<DetectorFeed>.Instance);
        var detector = new Detector(0, "d", 1, DetectorKind.Loop, DetectorRole.Advance, 0, 1, 0, new Metres(at), new Metres(length), "loops", 1);
        return (new Loop(detector, feed, 0), feed);
    }

    private static DetectorReading[] Drain(DetectorFeed feed)
    {
        var into = new DetectorReading[256];
        return into[..feed.Drain(into)];
    }
}
