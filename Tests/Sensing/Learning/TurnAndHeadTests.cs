using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Tests.Sensing.Learning;

/// <summary>Lane group B shares one lane: through to W under group 1, right to N under group 1 and on red.</summary>
[TestFixture, Category("Unit")]
public sealed class TurnAndHeadTests
{
    private const int Through = 0;
    private const int Right = 1;
    private const int LaneB = 2;

    [TestCase(0.2)]
    [TestCase(0.8)]
    public void Turn_shares_converge_to_what_leaves_by_each_exit(double rightShare)
    {
        var run = new SensingRun(SharedLane());
        var random = new Random(5);
        for (var i = 1; i <= 150; i++)
        {
            Serve(run, i, random.NextDouble() < rightShare ? Right : Through);
        }

        Assert.That(Share(run, Right), Is.EqualTo(rightShare).Within(0.12));
        Assert.That(Share(run, Right) + Share(run, Through), Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public void Movement_that_is_never_served_keeps_its_share_while_others_turn_on_red()
    {
        var run = new SensingRun(SharedLane());
        Serve(run, 1, Through); // the exits are known to be watched
        for (var i = 2; i <= 40; i++)
        {
            // Two of three turn right on red; the third stands for half a minute and is then let go unseen.
            if (i % 3 != 0)
            {
                Serve(run, i, Right, GroupState.Red);
            }
            else
            {
                Stand(run, i, 30, GroupState.Red);
                run.Objects(0, []);
                run.Seconds(1);
            }
        }

        Assert.That(Share(run, Through), Is.EqualTo(1 / 3.0).Within(0.12), "who stands before a free right turn counts as through");
    }

    [Test]
    public void Head_that_stands_before_a_free_movement_does_not_want_it()
    {
        var run = new SensingRun(SharedLane());
        Stand(run, 7, 3, GroupState.Red);
        Assert.That(run.State.Picture.HeadExcludes[LaneB], Is.Zero, "it may still be looking");
        Stand(run, 7, 3, GroupState.Red);
        Assert.That(run.State.Picture.HeadExcludes[LaneB], Is.EqualTo(1u << Right));
        run.Objects(0, [new VehicleObject(8, 1, 0, 4.5f, 1)]);
        run.Tick();
        Assert.That(run.State.Picture.HeadExcludes[LaneB], Is.Zero, "another vehicle, another wish");
    }

    [Test]
    public void Head_that_has_to_give_way_is_not_judged()
    {
        var run = new SensingRun(SharedLane());
        run.Shown = Crossroads.Shown(GroupState.Green);
        for (var i = 0; i < 100; i++)
        {
            run.Objects(0, [new VehicleObject(7, 1, 0, 4.5f, 1)]);
            run.Objects(1, [new VehicleObject(100 + i / 20, 30 - 1.4f * (i % 20), 50, 4.5f, 1)]);
            run.Tick();
        }

        Assert.That(run.State.Picture.HeadExcludes[LaneB], Is.Zero, "a stream crosses");
    }

    [Test]
    public void Head_before_a_full_exit_is_not_judged_and_nothing_is_excluded_when_everything_would_be()
    {
        var run = new SensingRun(SharedLane());
        run.Shown = Crossroads.Shown(GroupState.Red, GroupState.Green);
        run.Seconds(6, () =>
        {
            run.Objects(0, [new VehicleObject(7, 1, 0, 4.5f, 1)]);
            run.Objects(2, [new VehicleObject(50, 6, 0, 4.5f, 1)]); // W is full
        });
        Assert.That(run.State.Picture.HeadExcludes[LaneB], Is.EqualTo(1u << Right));
        run.Seconds(2, () => run.Objects(0, []));
        run.Objects(2, [new VehicleObject(50, 140, 40, 4.5f, 1)]); // and drives on
        run.Tick();
        run.Seconds(6, () =>
        {
            run.Objects(0, [new VehicleObject(9, 1, 0, 4.5f, 1)]);
            run.Objects(2, []);
        });
        Assert.That(run.State.Picture.HeadExcludes[LaneB], Is.Zero, "green, free exits, and it stands: something else holds it");
    }

    [Test]
    public void Room_on_an_exit_ends_at_the_last_slow_vehicle_and_a_blind_exit_is_not_free()
    {
        var run = new SensingRun(SharedLane());
        var exit = run.State.Picture.Exits.IndexOf(new("W", 0));
        run.Objects(2, [new VehicleObject(1, 10, 30, 4.5f, 1), new VehicleObject(2, 49.5f, 3, 4.5f, 1)]);
        run.Tick();
        Assert.That(run.State.Picture.ExitRoom[exit].RoomVehicles, Is.EqualTo(5).Within(1e-4), "45 m, less the one that is under way");
        run.Objects(2, []);
        run.Tick();
        run.Seconds(3, () => run.Objects(2, []));
        Assert.That(run.State.Picture.ExitRoom[exit].RoomVehicles, Is.Positive.And.Not.EqualTo(5).Within(1e-4));
        run.Seconds(70);
        Assert.That(run.State.Picture.ExitRoom[exit].RoomVehicles, Is.InRange(1, 10), "silent: neither free nor closed");
    }

    [Test]
    public void Whoever_is_held_up_inside_the_junction_needs_time_to_clear_it_and_blocks_his_exit_once_he_stands()
    {
        var run = new SensingRun(SharedLane());
        var exit = run.State.Picture.Exits.IndexOf(new("W", 0));
        ExitEstimate Seen(float distance, float kph)
        {
            run.Objects(2, [new VehicleObject(1, distance, kph, 4.5f, 1)]);
            run.Seconds(1);
            return run.State.Picture.ExitRoom[exit];
        }

        Seen(-30, 40);
        Assert.That(Seen(-20, 40).ClearingSeconds, Is.Zero, "he drives through");
        Assert.That(Seen(-15, 10).ClearingSeconds, Is.Positive, "he brakes");
        Assert.That(float.IsInfinity(Seen(-15, 0).RoomVehicles), "he may only wait for his gap");
        Seen(-15, 0);
        Seen(-15, 0);
        var stands = Seen(-15, 0);
        Assert.That(stands.RoomVehicles, Is.Zero, "nobody behind him gets out that way");
        Assert.That(stands.ClearingSeconds, Is.EqualTo(Math.Sqrt(2 * 19.5 / 2)).Within(0.01), "19.5 m from rest at 2 m/s²");
        Assert.That(Seen(-10, 15).ClearingSeconds, Is.InRange(1, stands.ClearingSeconds - 1), "he is on his way out");
        Assert.That(Seen(6, 15).ClearingSeconds, Is.Zero, "his rear is out");
    }

    [Test]
    public void First_of_a_queue_does_not_block_his_exit_by_the_red_he_waited_for()
    {
        var run = new SensingRun(SharedLane());
        var exit = run.State.Picture.Exits.IndexOf(new("W", 0));
        run.Seconds(18, () => run.Objects(0, [new VehicleObject(7, 1, 0, 4.5f, 1)]));
        run.Shown = Crossroads.Shown(GroupState.Green);
        foreach (var distance in (float[])[-20, -18, -15])
        {
            run.Objects(0, []);
            run.Objects(2, [new VehicleObject(7, distance, 8, 4.5f, 1)]);
            run.Seconds(1);
            Assert.That(float.IsInfinity(run.State.Picture.ExitRoom[exit].RoomVehicles), $"at {distance} m he drives, whatever his waiting time says");
        }
    }

    private static Intersection SharedLane()
    {
        var plain = Crossroads.With(
            Crossroads.Area(1, 1, "radar"), Crossroads.Area(0, 1, "radar"),
            Exit("W"), Exit("N"));
        var shared = plain.LaneGroups[1] with
        {
            Movements = [new Movement(Turn.Through, "W", 1, -1, false, 0.5), new Movement(Turn.Right, "N", 1, -1, true, 0.5)],
        };
        return plain with { LaneGroups = plain.LaneGroups.SetItem(1, shared) };
    }

    private static Detector Exit(string leg) =>
        Crossroads.Detector(DetectorRole.Exit, -1, 0, DetectorKind.Radar, "radar") with { Group = -1, ExitLeg = leg, ZoneLength = new Metres(150) };

    private static float Share(SensingRun run, int movement) => run.State.Picture.TurnShares[run.State.Picture.FirstMovement(1) + movement];

    /// <summary>A vehicle comes to the line, crosses, and is seen on its exit.</summary>
    private static void Serve(SensingRun run, int track, int movement, GroupState light = GroupState.Green)
    {
        run.Shown = Crossroads.Shown(GroupState.Red, light);
        foreach (var distance in new[] { 30f, 15f, 3f })
        {
            run.Objects(0, [new VehicleObject(track, distance, 40, 4.5f, 1)]);
            run.Seconds(1);
        }

        run.Objects(0, []);
        run.Seconds(1);
        run.Objects(movement == Through ? 2 : 3, [new VehicleObject(track, 10, 40, 4.5f, 1)]);
        run.Tick();
        run.Objects(movement == Through ? 2 : 3, []);
        run.Seconds(1);
    }

    private static void Stand(SensingRun run, int track, double seconds, GroupState light)
    {
        run.Shown = Crossroads.Shown(GroupState.Red, light);
        run.Seconds(seconds, () => run.Objects(0, [new VehicleObject(track, 1, 0, 4.5f, 1)]));
    }
}
