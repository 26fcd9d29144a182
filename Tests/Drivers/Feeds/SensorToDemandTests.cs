using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Tests.Sensing;

namespace Signals.Tests.Drivers.Feeds;

/// <summary>The whole way in: what a sensor writes becomes a call of the right group at the right intersection.</summary>
[TestFixture, Category("Unit")]
public sealed class SensorToDemandTests
{
    [Test]
    public void Vehicle_on_a_radar_zone_calls_its_group_at_its_intersection_only()
    {
        var first = Crossroads.With(Crossroads.Detector(DetectorRole.StopLine, 0, 0, DetectorKind.Radar, "radar", 4));
        var second = first with { Id = "X2" };
        var corridor = new Corridor("Test", "mutcd", "Etc/UTC", TrafficSide.Right, [first, second], [], "");
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var router = SensorRouter.For(corridor, FeedLimits.Default, clock, NullLoggerFactory.Instance);
        var now = new Instant(clock.GetUtcNow().ToUnixTimeMilliseconds());
        using var radar = new SensorMessageWriter("X2", "radar");
        using var stray = new SensorMessageWriter("X2", "radar");

        Assert.That(router.Receive(radar.Event(4, now, true).Span), Is.EqualTo(FeedOutcome.Accepted));
        Assert.That(router.Receive(stray.Event(4, now, true).Span, stray.TopicOf(ReadingKind.Event)), Is.EqualTo(FeedOutcome.Duplicate), "the same message by a second path");

        Assert.That(Tick(first, router, now).Calls.IsEmpty);
        Assert.That(Tick(second, router, now).Calls, Is.EqualTo(GroupSet.Of(Crossroads.GroupA)));
    }

    private static Demand Tick(Intersection intersection, SensorRouter router, Instant now)
    {
        var state = new SensingState(intersection);
        var readings = new DetectorReading[16];
        var count = router.FeedOf(intersection.Id).Drain(readings);
        state.Advance(now, readings.AsSpan(0, count), Crossroads.Shown(GroupState.Red), new LocalTime(DayOfWeek.Monday, Duration.Zero));
        return state.Demand;
    }
}
