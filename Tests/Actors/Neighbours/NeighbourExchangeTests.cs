using Signals.Actors.Neighbours;
using Signals.Core.Model;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Actors.Neighbours;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NeighbourExchangeTests
{
    private static readonly Instant Now = new(1_000_000);

    private static readonly Corridor Two = new(
        "two", "mutcd", "UTC", TrafficSide.Right,
        [TestIntersections.RingBarrier("a", 1), TestIntersections.RingBarrier("b", 2)],
        [new Link("a", "E", "b", "W", new Metres(300), new MetresPerSecond(14), 2), new Link("b", "W", "a", "E", new Metres(300), new MetresPerSecond(14), 2)],
        "");

    private readonly NeighbourExchange _exchange = new(Two);

    private readonly NeighbourOutflow[] _found = new NeighbourOutflow[4];

    [Test]
    public void Forecast_reaches_the_linked_neighbour_only()
    {
        _exchange.Publish("a", [From("a", "W", Now)]);

        Assert.That(_exchange.Collect("b", Now, _found), Is.EqualTo(1));
        Assert.That(_found[0].From, Is.EqualTo("a"));
        Assert.That(_exchange.Collect("a", Now, _found), Is.Zero);
    }

    [Test]
    public void Latest_forecast_replaces_the_one_before()
    {
        _exchange.Publish("a", [From("a", "W", Now)]);
        _exchange.Publish("a", [From("a", "W", Now + new Duration(1000))]);

        Assert.That(_exchange.Collect("b", Now, _found), Is.EqualTo(1));
        Assert.That(_found[0].Start, Is.EqualTo(Now + new Duration(1000)));
    }

    [TestCase(5000, 1)]
    [TestCase(5001, 0)]
    public void Silent_neighbour_is_forgotten_after_five_seconds(int ageMs, int expected)
    {
        _exchange.Publish("a", [From("a", "W", Now)]);

        Assert.That(_exchange.Collect("b", Now + new Duration(ageMs), _found), Is.EqualTo(expected));
    }

    [TestCase(5_000, 1)]
    [TestCase(5_001, 0)]
    [TestCase(long.MaxValue - 1_000_000, 0)]
    [TestCase(long.MinValue, 0)]
    public void Forecast_of_a_node_whose_clock_is_wrong_is_not_used(long aheadMs, int expected)
    {
        _exchange.Receive("b", From("a", "W", new Instant(Now.UnixMilliseconds + aheadMs)));

        Assert.That(_exchange.Collect("b", Now, _found), Is.EqualTo(expected));
    }

    [Test]
    public void Forecast_from_another_node_reaches_the_neighbour_here_and_is_not_sent_on()
    {
        var relay = new RecordedRelay();
        var exchange = new NeighbourExchange(Two, relay);

        exchange.Receive("b", From("a", "W", Now));
        exchange.Receive("b", From("a", "N", Now));
        exchange.Receive("b", From("stranger", "W", Now));
        exchange.Receive("nobody", From("a", "W", Now));

        Assert.That(exchange.Collect("b", Now, _found), Is.EqualTo(1));
        Assert.That(_found[0].From, Is.EqualTo("a"));
        Assert.That(relay.Sent, Is.Empty);
    }

    [Test]
    public void Own_forecast_is_handed_to_the_relay_once_for_each_neighbour()
    {
        var relay = new RecordedRelay();
        var exchange = new NeighbourExchange(Two, relay);

        exchange.Publish("a", [From("a", "W", Now), From("a", "N", Now)]);

        Assert.That(relay.Sent, Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void Forecast_that_no_link_carries_is_ignored()
    {
        _exchange.Publish("a", [From("a", "N", Now)]);
        _exchange.Publish("stranger", [From("stranger", "W", Now)]);

        Assert.That(_exchange.Collect("b", Now, _found), Is.Zero);
        Assert.That(_exchange.Collect("stranger", Now, _found), Is.Zero);
    }

    private static NeighbourOutflow From(string from, string approach, Instant start) => new(from, approach, start, [1f, 2f], -1);

    private sealed class RecordedRelay : INeighbourRelay
    {
        public List<string> Sent { get; } = [];

        public void Relay(string to, NeighbourOutflow forecast) => Sent.Add(to);
    }
}
