using Signals.Sim.CityFlow.Engine;
using Signals.Sim.CityFlow.Protocol;

namespace Signals.Tests.Sim.CityFlow;

[Category("Unit")]
public sealed class CityProtocolTests
{
    [Test]
    public void Change_takes_its_seconds_and_a_kept_phase_none()
    {
        var signals = new PhaseMachine(5);

        var shown = Enumerable.Range(0, 20).Select(second => signals.Next(second < 3 ? 1 : 3)).ToArray();

        Assert.That(shown, Is.EqualTo(Enumerable.Repeat(1, 3).Concat(Enumerable.Repeat(0, 5)).Concat(Enumerable.Repeat(3, 12))));
    }

    [Test]
    public void Wish_that_comes_during_a_change_waits_for_its_end()
    {
        var signals = new PhaseMachine(2);

        var shown = new[] { 2, 3, 3, 3, 3, 3 }.Select(signals.Next).ToArray();

        Assert.That(shown, Is.EqualTo(new[] { 0, 0, 2, 0, 0, 3 }));
    }

    [TestCase("15/5, free/2", "15/5,free/2")]
    [TestCase("10/3", "10/3")]
    public void Protocols_are_read(string text, string expected)
    {
        var read = CityProtocol.TryParseList(text, out var protocols, out _);

        Assert.That((read, string.Join(',', protocols)), Is.EqualTo((true, expected)));
    }

    [TestCase("5/5")]
    [TestCase("15")]
    [TestCase("never/5")]
    [TestCase("")]
    public void Protocol_that_is_none_is_refused_with_what_would_be_accepted(string text)
    {
        var read = CityProtocol.TryParseList(text, out _, out var problem);

        Assert.Multiple(() =>
        {
            Assert.That(read, Is.False);
            Assert.That(problem, Does.Contain("15/5"));
        });
    }

    [Test]
    public void Fixed_time_shows_its_phases_in_turn_every_thirty_seconds()
    {
        var controller = CityController.All.Single(c => c.Name == "fixed");
        var city = SmallCity.Load(SmallCity.Roadnet());
        var view = new CityView(new CityEngine(city.Network, city.Streams));
        var signals = new PhaseMachine(5);
        var shown = new List<int>();

        for (var (second, wanted) = (0, 1); second < 135; second++)
        {
            wanted = second % 15 == 0 ? controller.Choose(view, 0, signals) : wanted;
            shown.Add(signals.Next(wanted));
        }

        var changes = shown.Select((phase, second) => (phase, second)).Where(s => s.second > 0 && shown[s.second - 1] == 0 && s.phase > 0);
        Assert.That(changes, Is.EqualTo(new[] { (2, 20), (3, 50), (4, 80), (1, 110) }));
    }

    [Test]
    public void Max_pressure_serves_the_longest_queue_and_counts_what_waits_ahead()
    {
        var city = SmallCity.Load(SmallCity.Roadnet(), SmallCity.Flow("S", "N", 4, 0, 40), SmallCity.Flow("E", "S", 4, 0, 20));
        var engine = new CityEngine(city.Network, city.Streams);
        engine.SetOpen(0, 0);
        for (var second = 0; second < 120; second++)
        {
            engine.Advance();
        }

        var view = new CityView(engine);
        view.Look();

        Assert.Multiple(() =>
        {
            Assert.That(view.Queue(0, 2), Is.EqualTo(11));
            Assert.That(view.Queue(0, 3), Is.EqualTo(6));
            Assert.That(view.Queued, Is.EqualTo(17));
            Assert.That(CityController.All.Single(c => c.Name == "max-pressure").Choose(view, 0, new PhaseMachine(5)), Is.EqualTo(2));
        });
    }

    [Test]
    public void Approach_time_counts_entering_lanes_only_and_the_open_ones_to_the_end()
    {
        var city = SmallCity.Load(SmallCity.Roadnet());
        var clock = new ApproachClock(city.Network);
        var (entering, leaving) = (city.Network.Roads.Single(r => r.Id == "in_W").FirstLane, city.Network.Roads.Single(r => r.Id == "out_E").FirstLane);

        clock.Entered(0, entering, 10);
        clock.EndSecond();
        clock.Entered(1, entering, 20);
        clock.Left(0, entering, 50);
        clock.Entered(0, leaving, 53);

        Assert.Multiple(() =>
        {
            Assert.That(clock.Mean(100), Is.EqualTo((40 + 80) / 2.0));
            Assert.That(clock.Longest(100), Is.EqualTo(80));
        });
    }
}
