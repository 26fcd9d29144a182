using CsCheck;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;

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
        run.Cabinet(1, false, 0, ReadingQuality.Fault);
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
    public void Edge_that_was_overtaken_on_the_way_does_not_undo_the_later_one()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 0)));
        run.Edge(0, true, run.Now);
        run.Edge(0, false, run.Now - Duration.FromSeconds(0.3));
        run.Tick(3);
        Assert.That(run.State.Demand.Calls.Contains(Crossroads.GroupA));
    }

    [Test]
    public void Sensor_whose_clock_was_set_back_is_believed_at_once()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 0)));
        run.Edge(0, true, run.Now);
        run.Tick();
        run.Edge(0, false, run.Now - Duration.FromSeconds(20));
        run.Tick(2);
        Assert.That(run.State.Demand.Calls.IsEmpty);
    }

    /// <summary>Liveness: whoever waits in front of a working detector, or pressed, has a call in every tick until the group is green.</summary>
    [Test, Category("Property")]
    public void Whoever_waits_has_a_call_in_every_tick_whatever_happened_before()
    {
        var step = Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 3], Gen.Int[1, 30]);
        step.Array[1, 60].Sample(
            steps =>
            {
                var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 1), Crossroads.StopLine(0, 2), Crossroads.StopLine(1, 1), Crossroads.Button()));
                var on = new bool[4];
                var pressed = false;
                foreach (var (detector, occupied, lamps, ticks) in steps)
                {
                    run.Shown = lamps switch
                    {
                        0 => Crossroads.Shown(GroupState.Green),
                        1 => Crossroads.Shown(GroupState.Red, GroupState.Green, GroupState.Walk),
                        2 => Crossroads.Shown(GroupState.Yellow, GroupState.Red, GroupState.PedestrianClearance),
                        _ => Crossroads.Shown(GroupState.Red),
                    };
                    pressed = lamps != 1 && (pressed || (detector == 3 && occupied && !on[3]));
                    on[detector] = occupied;
                    run.Edge(detector, occupied);
                    for (var i = 0; i < ticks; i++)
                    {
                        run.Tick();
                        var demand = run.State.Demand;
                        var waiting = GroupSet.Empty;
                        waiting = (on[0] || on[1]) && lamps != 0 ? waiting.With(Crossroads.GroupA) : waiting;
                        waiting = on[2] && lamps != 1 ? waiting.With(Crossroads.GroupB) : waiting;
                        if (!demand.Calls.IsSupersetOf(waiting) || (pressed && !demand.PedestrianCalls.Contains(Crossroads.GroupPed)))
                        {
                            return false;
                        }
                    }
                }

                return true;
            },
            iter: 600);
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
