using Signals.Core.Measures;
using Signals.Core.Model;

namespace Signals.Tests.Sensing;

[TestFixture, Category("Unit")]
public sealed class CallTests
{
    [Test]
    public void Call_stands_only_while_a_vehicle_waits_when_the_group_does_not_lock()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 1), Crossroads.StopLine(0, 2)));
        run.Edge(0, true);
        run.Tick();
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA));
        run.Edge(0, false);
        run.Tick(2);
        Assert.That(run.State.Demand.Calls.IsEmpty, "right turn on red left");
        Assert.That(run.Events, Is.EqualTo(new[]
        {
            (EventCode.DetectorOn, 1), (EventCode.VehicleCallRegistered, 1), (EventCode.DetectorOff, 1), (EventCode.VehicleCallDropped, 1),
        }));
    }

    [Test]
    public void Call_is_kept_until_green_when_the_group_locks()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1)));
        run.Pass(0);
        run.Seconds(20);
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupB));
        run.Shown = Crossroads.Shown(GroupState.Red, GroupState.Green);
        run.Tick();
        Assert.That(run.State.Demand.Calls.IsEmpty);
        run.Shown = Crossroads.Shown(GroupState.Red, GroupState.Yellow);
        run.Tick();
        Assert.That(run.State.Demand.Calls.IsEmpty, "served calls do not come back");
    }

    [Test]
    public void Presence_extends_but_does_not_call_while_green()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 1), Crossroads.Advance(0, 0))) { Shown = Crossroads.Shown(GroupState.Green) };
        run.Edge(1, true);
        run.Tick();
        Assert.That(run.State.Demand.Presence.Contains(Crossroads.GroupA));
        Assert.That(run.State.Demand.Calls.IsEmpty);
    }

    [Test]
    public void Pulse_within_one_tick_is_seen_as_presence()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 1)));
        run.Edge(0, true);
        run.Edge(0, false);
        run.Tick();
        Assert.That(run.State.Demand.Presence.Contains(Crossroads.GroupA));
        run.Tick();
        Assert.That(run.State.Demand.Presence.IsEmpty);
    }

    [Test]
    public void Upstream_actuation_on_red_is_remembered_when_nothing_watches_the_stop_line()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Advance(0, 0)));
        run.Pass(0);
        run.Seconds(30);
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA));
    }

    [Test]
    public void Upstream_actuation_on_red_does_not_call_when_the_stop_line_will_see_the_vehicle()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Advance(0, 0), Crossroads.StopLine(0, 0)));
        run.Pass(0);
        Assert.That(run.State.Demand.Calls.IsEmpty);
    }

    [Test]
    public void Pedestrian_call_is_latched_from_press_to_walk_and_registered_once()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Button(), Crossroads.StopLine(0, 0)));
        run.Pass(0);
        run.Pass(0);
        run.Seconds(60);
        Assert.That(run.State.Demand.PedestrianCalls.Contains(Crossroads.GroupPed));
        Assert.That(run.Events.Count(e => e == (EventCode.PedestrianCallRegistered, 3)), Is.EqualTo(1));
        Assert.That(run.Events.Count(e => e == (EventCode.PedestrianDetectorOn, 1)), Is.EqualTo(2));

        run.Shown = Crossroads.Shown(GroupState.Red, pedestrian: GroupState.Walk);
        run.Tick();
        Assert.That(run.State.Demand.PedestrianCalls.IsEmpty);
        run.Pass(0);
        Assert.That(run.State.Demand.PedestrianCalls.IsEmpty, "a press during walk is served already");
        run.Shown = Crossroads.Shown(GroupState.Red, pedestrian: GroupState.PedestrianClearance);
        run.Pass(0);
        Assert.That(run.State.Demand.PedestrianCalls.Contains(Crossroads.GroupPed), "too late for this walk");
    }

    [Test]
    public void Group_with_one_blind_lane_is_on_recall_until_the_lane_is_seen_again()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 1), Crossroads.StopLine(0, 2)));
        run.Cabinet(0, false, 0);
        run.Cabinet(1, false, 0);
        run.Tick();
        Assert.That(run.State.Demand.FailedDetection.IsEmpty);
        run.Cabinet(1, false, 0, Signals.Core.Sensing.ReadingQuality.Fault);
        run.Tick();
        Assert.That(run.State.Demand.FailedDetection.Contains(Crossroads.GroupA));
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA));
        Assert.That(run.Events, Does.Not.Contain((EventCode.VehicleCallRegistered, 1)), "no call event for a recall");
        var recovery = run.SecondsUntil(() => run.State.Demand.FailedDetection.IsEmpty, 40, () =>
        {
            run.Cabinet(0, false, 0);
            run.Cabinet(1, false, 0);
        });
        Assert.That(recovery, Is.EqualTo(30).Within(0.3));
    }

    [Test]
    public void Dark_cabinet_view_is_not_taken_for_green()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 0))) { Shown = [] };
        run.Edge(0, true);
        run.Tick();
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA));
    }
}
