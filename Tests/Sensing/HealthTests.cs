using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

/// <summary>Every fault is found within its bound, reported, substituted, and lifted only after its hysteresis.</summary>
[TestFixture, Category("Unit")]
public sealed class HealthTests
{
    [Test]
    public void Sensor_that_sends_every_second_is_silent_after_five()
    {
        var run = new SensingRun(TwoLanes());
        run.Seconds(10, Alive(run));
        Assert.That(run.State.Health[0].Fault, Is.EqualTo(DetectorFault.None));
        var silent = run.SecondsUntil(() => run.State.Health[0].Fault == DetectorFault.Silent, 30);
        Assert.That(silent, Is.InRange(4, 5.1), "five seconds after the last message");
        Assert.That(run.Events, Does.Contain((EventCode.DetectorFaultWatchdog, 1)).And.Contain((EventCode.DetectorSubstituted, 1)));
        Assert.That(run.State.Demand.FailedDetection.Contains(Crossroads.GroupA));

        var back = run.SecondsUntil(() => run.State.Health[0].IsUsable, 60, Alive(run));
        Assert.That(back, Is.InRange(10, 11.1));
        Assert.That(run.Events, Does.Contain((EventCode.DetectorRestored, 1)));
    }

    [Test]
    public void Sensor_that_was_never_heard_of_is_silent_after_the_grace_at_start()
    {
        var run = new SensingRun(TwoLanes());
        var silent = run.SecondsUntil(() => run.State.Health[0].Fault == DetectorFault.Silent, 120);
        Assert.That(silent, Is.EqualTo(60).Within(0.5));
    }

    [Test]
    public void Zone_without_events_is_not_silent_while_its_sensor_speaks()
    {
        var run = new SensingRun(Crossroads.With(
            Crossroads.StopLine(0, 1, DetectorKind.Radar, "radar"), Crossroads.StopLine(0, 2, DetectorKind.Radar, "radar")));
        run.Pass(0);
        run.Seconds(120);
        Assert.That(run.State.Health[1].Fault, Is.EqualTo(DetectorFault.None));
    }

    [Test]
    public void Detector_that_stays_on_through_green_is_stuck_on_in_three_minutes()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 0), Crossroads.StopLine(1, 1))) { Shown = Crossroads.Shown(GroupState.Green) };
        run.Edge(0, true);
        var found = run.SecondsUntil(() => run.State.Health[0].Fault == DetectorFault.StuckOn, 300);
        Assert.That(found, Is.EqualTo(180).Within(1));
        Assert.That(run.A.Presence, Is.False, "a stuck detector extends nothing");
        Assert.That(run.Events, Does.Contain((EventCode.DetectorFaultOther, 1)).And.Contain((EventCode.DetectorSubstituted, 1)));
        Assert.That(run.State.Demand.FailedDetection.Contains(Crossroads.GroupA));
    }

    [Test]
    public void Queue_in_a_long_red_is_not_taken_for_a_fault()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(0, 0)));
        run.Edge(0, true);
        run.Seconds(600);
        Assert.That(run.State.Health[0].Fault, Is.EqualTo(DetectorFault.None));
        run.SecondsUntil(() => run.State.Health[0].Fault == DetectorFault.StuckOn, 301);
    }

    [Test]
    public void Stuck_detector_is_found_in_a_minute_when_a_sister_sees_traffic_pass()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1, DetectorKind.Radar), Crossroads.StopLine(1, 1, DetectorKind.Camera)));
        run.Edge(0, true);
        var start = run.Now;
        while (run.State.Health[0].Fault != DetectorFault.StuckOn)
        {
            run.Pass(1);
            run.Seconds(3);
            Assert.That((run.Now - start).TotalSeconds, Is.LessThan(70));
        }

        Assert.That(run.State.Health[1].IsUsable);
        Assert.That(run.B.Source, Is.EqualTo(EstimateSource.SisterSensor));
        Assert.That(run.State.Demand.FailedDetection.IsEmpty, "the sister still calls");
    }

    [TestCase(0.2, 300)]
    [TestCase(0.02, 700)]
    public void Detector_without_activity_is_stuck_off_the_sooner_the_more_traffic_is_usual(double usualPerSecond, double expectedSeconds)
    {
        var profile = new HistoricProfile(2);
        for (var hour = 0; hour < 24; hour++)
        {
            for (var quarter = 0; quarter < 4; quarter++)
            {
                profile.Observe(1, new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(hour * 3600 + quarter * 900)), usualPerSecond * 900, 900);
            }
        }

        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1)), profile);
        var alive = () => { if (run.Now.UnixMilliseconds % 1000 == 0) { run.Cabinet(0, false, 0); } };
        run.Cabinet(0, true, 0);
        run.Tick();
        var found = run.SecondsUntil(() => run.State.Health[0].Fault == DetectorFault.StuckOff, expectedSeconds + 10, alive);
        Assert.That(found, Is.EqualTo(expectedSeconds).Within(3));
        Assert.That(run.Events, Does.Contain((EventCode.DetectorFaultWatchdog, 1)));
        Assert.That(run.B.Source, Is.EqualTo(EstimateSource.Historic));
        Assert.That(run.B.ArrivalsPerSecond, Is.EqualTo(usualPerSecond).Within(1e-6));
    }

    [Test]
    public void Detector_that_misses_what_its_sister_sees_is_stuck_off_within_two_dozen_vehicles()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1, DetectorKind.Radar), Crossroads.StopLine(1, 1, DetectorKind.Camera)));
        var vehicles = 0;
        while (run.State.Health[0].Fault != DetectorFault.StuckOff)
        {
            run.Pass(1);
            run.Seconds(4);
            Assert.That(++vehicles, Is.LessThan(25));
        }

        Assert.That(run.State.Health[1].IsUsable);
    }

    [Test]
    public void Chattering_detector_is_found_within_ten_seconds_and_kept_out_for_a_minute()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1)));
        run.Pass(0);
        var on = false;
        var found = run.SecondsUntil(() => run.State.Health[0].Fault == DetectorFault.Chattering, 10, () => run.Edge(0, on = !on));
        Assert.That(found, Is.LessThan(10));
        Assert.That(run.Events, Does.Contain((EventCode.DetectorFaultExcessiveChange, 1)));
        run.Edge(0, false);
        var back = run.SecondsUntil(() => run.State.Health[0].IsUsable, 120);
        Assert.That(back, Is.InRange(60, 90));
    }

    [Test]
    public void Dense_traffic_does_not_chatter()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1)));
        for (var i = 0; i < 300; i++)
        {
            run.Pass(0);
            run.Seconds(0.7); // a vehicle a second
        }

        Assert.That(run.Events.Select(e => e.Code), Does.Not.Contain(EventCode.DetectorFaultExcessiveChange));
    }

    [Test]
    public void Odd_one_of_three_sensors_contradicts_and_the_two_that_agree_are_kept()
    {
        var run = new SensingRun(Crossroads.With(
            Crossroads.StopLine(1, 1, DetectorKind.Loop), Crossroads.StopLine(1, 1, DetectorKind.Radar), Crossroads.StopLine(1, 1, DetectorKind.Camera)));
        for (var i = 0; i < 150 && run.State.Health[2].IsUsable; i++)
        {
            run.Edge(0, true);
            run.Edge(1, true);
            run.Edge(2, true);
            run.Tick(2);
            run.Edge(0, false);
            run.Edge(1, false);
            run.Edge(2, false);
            run.Tick(5);
            run.Pass(2); // the camera sees every vehicle twice
            run.Seconds(3);
        }

        Assert.That(run.State.Health[2].Fault, Is.EqualTo(DetectorFault.Contradicting));
        Assert.That(run.Events, Does.Contain((EventCode.DetectorFaultOther, 3)));
        Assert.That(run.State.Health[0].IsUsable && run.State.Health[1].IsUsable);
    }

    [Test]
    public void Two_sensors_that_disagree_are_both_used_with_less_weight_when_nobody_can_tell()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1, DetectorKind.Loop), Crossroads.StopLine(1, 1, DetectorKind.Camera)));
        for (var i = 0; i < 150; i++)
        {
            run.Pass(i % 2);
            run.Seconds(0.5);
            run.Pass(0);
            run.Seconds(1.5);
        }

        Assert.That(run.State.Health.ToArray().Select(h => (h.IsUsable, h.Degraded)), Is.All.EqualTo((true, true)));
        Assert.That(run.B.Quality, Is.EqualTo(0.5f));
    }

    [Test]
    public void History_settles_which_of_two_sensors_is_wrong()
    {
        var profile = new HistoricProfile(2);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            profile.Observe(1, new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(8 * 3600 + quarter * 900)), 0.4 * 900, 900);
        }

        var run = new SensingRun(Crossroads.With(Crossroads.StopLine(1, 1, DetectorKind.Radar), Crossroads.StopLine(1, 1, DetectorKind.Camera)), profile);
        for (var i = 0; i < 400 && run.State.Health[1].IsUsable; i++)
        {
            run.Pass(0);
            run.Seconds(2);
            if (i % 8 == 0)
            {
                run.Pass(1);
            }
        }

        Assert.That(run.State.Health[1].Fault, Is.EqualTo(DetectorFault.Contradicting));
        Assert.That(run.State.Health[0].IsUsable);
    }

    [Test]
    public void Declared_faults_of_sensor_and_cabinet_are_believed_at_once_and_lifted_after_thirty_good_seconds()
    {
        var run = new SensingRun(TwoLanes());
        run.Interval(0, 0, 0, quality: ReadingQuality.Fault);
        run.Cabinet(1, false, 0, ReadingQuality.Fault);
        run.Tick();
        Assert.That(run.State.Health[0].Fault, Is.EqualTo(DetectorFault.SensorFault));
        Assert.That(run.State.Health[1].Fault, Is.EqualTo(DetectorFault.CabinetFault));
        run.Seconds(60, () => { run.Interval(0, 0, 0, 0.1); });
        Assert.That(run.State.Health[0].IsUsable);
        Assert.That(run.State.Health[1].IsUsable, Is.False, "nothing good came from it");
    }

    [Test]
    public void Late_and_degraded_data_are_used_with_less_weight()
    {
        var run = new SensingRun(TwoLanes());
        run.Edge(0, true, lateSeconds: 1.5);
        run.Edge(1, true, ReadingQuality.Degraded);
        run.Tick();
        Assert.That(run.State.Health.ToArray().Select(h => (h.IsUsable, h.Degraded)), Is.All.EqualTo((true, true)));
        run.Seconds(11);
        Assert.That(run.State.Health[0].Degraded, Is.False);
    }

    [Test]
    public void Held_push_button_fails_and_its_crossing_goes_on_recall()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Button(), Crossroads.StopLine(0, 0)));
        run.Edge(0, true);
        run.SecondsUntil(() => run.State.Health[0].Fault == DetectorFault.StuckOn, 61);
        Assert.That(run.Events, Does.Contain((EventCode.PedestrianDetectorFailed, 1)));
        Assert.That(run.State.Demand.FailedDetection.Contains(Crossroads.GroupPed));
        Assert.That(run.State.Demand.PedestrianCalls.Contains(Crossroads.GroupPed));
        run.Edge(0, false);
        run.SecondsUntil(() => run.State.Health[0].IsUsable, 61);
        Assert.That(run.Events, Does.Contain((EventCode.PedestrianDetectorRestored, 1)));
    }

    [Test, Category("Property")]
    public void Undisturbed_traffic_of_any_volume_raises_no_fault()
    {
        foreach (var vehiclesPerHour in new[] { 60, 300, 900, 1500 })
        {
            var road = new TruthRoad(vehiclesPerHour, vehiclesPerHour);
            var run = new SensingRun(Crossroads.With(Crossroads.Advance(0, 1), Crossroads.Advance(0, 2), Crossroads.StopLine(0, 1), Crossroads.StopLine(0, 2)));
            for (var detector = 0; detector < 4; detector++)
            {
                run.Edge(detector, false); // heard of: an empty road is not a dead sensor
            }

            for (var tick = 0; tick < 36_000; tick++)
            {
                var green = tick % 800 < 400;
                road.Tick(green);
                road.Report(run);
                run.Shown = Crossroads.Shown(green ? GroupState.Green : GroupState.Red);
                run.Tick();
            }

            Assert.That(
                run.Events.Where(e => e.Code is >= EventCode.DetectorRestored and <= EventCode.DetectorFaultExcessiveChange), Is.Empty, $"{vehiclesPerHour} veh/h");
        }
    }

    private static Signals.Core.Model.Intersection TwoLanes() => Crossroads.With(Crossroads.StopLine(0, 1), Crossroads.StopLine(0, 2));

    /// <summary>A life sign of both detectors once a second.</summary>
    private static Action Alive(SensingRun run) => () =>
    {
        if (run.Now.UnixMilliseconds % 1000 == 0)
        {
            run.Cabinet(0, false, 0);
            run.Cabinet(1, false, 0);
        }
    };
}
