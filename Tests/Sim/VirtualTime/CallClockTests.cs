using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.VirtualTime;

namespace Signals.Tests.Sim.VirtualTime;

[TestFixture, Category("Unit")]
public class CallClockTests
{
    private static readonly ImmutableArray<Duration> Caps = [.. new[] { 180.0, 90, 180, 180 }.Select(Duration.FromSeconds)];

    [Test]
    public void Wait_runs_from_the_first_tick_of_the_call_to_right_of_way()
    {
        var clock = new CallClock(Caps);

        Note(clock, calls: GroupSet.Of(2), go: GroupSet.Of(0), seconds: 10);
        Note(clock, calls: GroupSet.Of(2), go: GroupSet.Of(0), seconds: 35);
        Note(clock, calls: GroupSet.Of(2), go: GroupSet.Of(2), seconds: 60);

        Assert.That(clock.Longest, Is.EqualTo(Duration.FromSeconds(25)));
    }

    [Test]
    public void Call_that_was_dropped_and_comes_back_counts_anew()
    {
        var clock = new CallClock(Caps);

        Note(clock, GroupSet.Of(1), GroupSet.Empty, 0);
        Note(clock, GroupSet.Empty, GroupSet.Empty, 5);
        Note(clock, GroupSet.Of(1), GroupSet.Empty, 6);
        Note(clock, GroupSet.Of(1), GroupSet.Empty, 9);

        Assert.That(clock.Longest, Is.EqualTo(Duration.FromSeconds(3)));
    }

    [Test]
    public void Pedestrian_calls_count_and_a_reset_keeps_who_waits()
    {
        var clock = new CallClock(Caps);
        clock.Note(new Signals.Core.Sensing.Demand(default, default, GroupSet.Of(3), default), GroupSet.Empty, At(0));

        clock.Reset();
        clock.Note(new Signals.Core.Sensing.Demand(default, default, GroupSet.Of(3), default), GroupSet.Empty, At(40));

        Assert.That(clock.Longest, Is.EqualTo(Duration.FromSeconds(40)));
    }

    [Test]
    public void Call_beyond_its_cap_is_counted_once_and_anew_when_it_comes_back()
    {
        var clock = new CallClock(Caps);
        foreach (var second in (int[])[0, 90, 91, 130])
        {
            Note(clock, GroupSet.Of(1, 3), GroupSet.Empty, second);
        }

        Assert.That(clock.BeyondCap, Is.EqualTo(1), "group 1 may wait 90 s, group 3 180 s");
        Note(clock, GroupSet.Of(1), GroupSet.Of(1), 131);
        Note(clock, GroupSet.Of(1), GroupSet.Empty, 140);
        Note(clock, GroupSet.Of(1), GroupSet.Empty, 240);
        Assert.That(clock.BeyondCap, Is.EqualTo(2));
        clock.Reset();
        Assert.That(clock.BeyondCap, Is.Zero);
    }

    private static void Note(CallClock clock, GroupSet calls, GroupSet go, double seconds) =>
        clock.Note(new Signals.Core.Sensing.Demand(default, calls, default, default), go, At(seconds));

    private static Instant At(double seconds) => Instant.Epoch + Duration.FromSeconds(seconds);
}
