using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.VirtualTime;

namespace Signals.Tests.Sim.VirtualTime;

[TestFixture, Category("Unit")]
public class CallClockTests
{
    [Test]
    public void Wait_runs_from_the_first_tick_of_the_call_to_right_of_way()
    {
        var clock = new CallClock(4);

        Note(clock, calls: GroupSet.Of(2), go: GroupSet.Of(0), seconds: 10);
        Note(clock, calls: GroupSet.Of(2), go: GroupSet.Of(0), seconds: 35);
        Note(clock, calls: GroupSet.Of(2), go: GroupSet.Of(2), seconds: 60);

        Assert.That(clock.Longest, Is.EqualTo(Duration.FromSeconds(25)));
    }

    [Test]
    public void Call_that_was_dropped_and_comes_back_counts_anew()
    {
        var clock = new CallClock(4);

        Note(clock, GroupSet.Of(1), GroupSet.Empty, 0);
        Note(clock, GroupSet.Empty, GroupSet.Empty, 5);
        Note(clock, GroupSet.Of(1), GroupSet.Empty, 6);
        Note(clock, GroupSet.Of(1), GroupSet.Empty, 9);

        Assert.That(clock.Longest, Is.EqualTo(Duration.FromSeconds(3)));
    }

    [Test]
    public void Pedestrian_calls_count_and_a_reset_keeps_who_waits()
    {
        var clock = new CallClock(4);
        clock.Note(new Signals.Core.Sensing.Demand(default, default, GroupSet.Of(3), default), GroupSet.Empty, At(0));

        clock.Reset();
        clock.Note(new Signals.Core.Sensing.Demand(default, default, GroupSet.Of(3), default), GroupSet.Empty, At(40));

        Assert.That(clock.Longest, Is.EqualTo(Duration.FromSeconds(40)));
    }

    private static void Note(CallClock clock, GroupSet calls, GroupSet go, double seconds) =>
        clock.Note(new Signals.Core.Sensing.Demand(default, calls, default, default), go, At(seconds));

    private static Instant At(double seconds) => Instant.Epoch + Duration.FromSeconds(seconds);
}
