using CsCheck;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Micro;

namespace Signals.Tests.Timing.Micro;

/// <summary>How the simulated drivers behave at one stop line.</summary>
[TestFixture]
[Category("Unit")]
public sealed class MicroSimulationTests
{
    private const int West = 0, East = 1, Through = 0, Left = 2;

    [Test]
    public void Queue_discharges_with_the_headway_that_was_learned([Values(1.8f, 2.0f, 2.3f, 2.8f)] float headway, [Values(0.5f, 1f)] float step)
    {
        var rig = new MicroRig(MicroRig.Crossroads(), MicroSettings.Default with { StepSeconds = step });
        rig.AllTurn(West, Through);
        rig.Picture.Behaviour[West] = rig.Picture.Behaviour[West] with { HeadwaySeconds = headway };
        rig.AddQueue(West, 18);
        var times = rig.Begin().CrossingTimes(West, 90, GroupSet.Of(0));
        Assert.That(times, Has.Length.EqualTo(18));
        Assert.That((times[17] - times[3]) / 14, Is.EqualTo(headway).Within(0.06 * headway + step / 14));
    }

    [Test]
    public void Learned_start_up_loss_moves_the_first_vehicle()
    {
        var first = new List<double>();
        foreach (var lost in (float[])[1, 2, 3])
        {
            var rig = new MicroRig(MicroRig.Crossroads(), MicroSettings.Default with { StepSeconds = 0.5f });
            rig.AllTurn(West, Through);
            rig.Picture.Behaviour[West] = rig.Picture.Behaviour[West] with { StartUpLostSeconds = lost };
            rig.AddQueue(West, 3);
            first.Add(rig.Begin().CrossingTimes(West, 20, GroupSet.Of(0))[0]);
        }

        Assert.That(first[1] - first[0], Is.EqualTo(1).Within(0.51));
        Assert.That(first[2] - first[1], Is.EqualTo(1).Within(0.51));
    }

    [Test]
    public void Yellow_is_used_by_who_cannot_stop_and_by_nobody_else()
    {
        foreach (var distance in Enumerable.Range(1, 60))
        {
            var rig = new MicroRig(MicroRig.Crossroads());
            rig.AllTurn(West, Through);
            rig.AddMoving(West, distance, 13);
            rig.Begin().Run(3, GroupSet.Empty, GroupSet.Of(0));
            rig.Run(10, GroupSet.Empty);
            var canStop = 13.0 * 13 / (2 * 4.5) <= distance;
            Assert.That(rig.Simulation.Crossed[West], Is.EqualTo(canStop ? 0 : 1), $"{distance} m from the line at 13 m/s");
        }
    }

    [Test]
    public void Permissive_left_waits_for_the_platoon_and_goes_behind_it()
    {
        var rig = new MicroRig(MicroRig.Crossroads());
        rig.AllTurn(West, Left);
        rig.AllTurn(East, Through);
        rig.AddQueue(West, 1);
        rig.AddQueue(East, 8);
        rig.Begin();
        rig.Run(14, GroupSet.Of(0));
        Assert.That(rig.Vehicles(West).Single().Mark, Is.Not.EqualTo(VehicleMark.Committed), "the opposing queue still crosses");
        rig.Run(16, GroupSet.Of(0));
        Assert.That(rig.Simulation.Crossed[West], Is.EqualTo(1));
        Assert.That(rig.Vehicles(West).Where(v => v.X > -10), Is.Empty, "gone once the queue has passed");
    }

    [Test]
    public void Left_turner_who_waits_inside_clears_at_the_end_of_green()
    {
        var rig = new MicroRig(MicroRig.Crossroads());
        rig.AllTurn(West, Left);
        rig.AllTurn(East, Through);
        rig.AddQueue(West, 3);
        rig.AddQueue(East, 26);
        rig.Begin();
        rig.Run(20, GroupSet.Of(0));
        var committed = rig.Vehicles(West).Count(v => v.Mark.HasFlag(VehicleMark.Committed));
        rig.Run(3, GroupSet.Empty, GroupSet.Of(0));
        rig.Run(6, GroupSet.Empty);
        Assert.That(committed, Is.Zero, "the opposing queue lets nobody through");
        Assert.That(rig.Simulation.Crossed[West], Is.EqualTo(1), "the one who was inside");
        Assert.That(rig.Vehicles(West).Count(v => v.X > 0), Is.EqualTo(2), "the others stand at the line");
    }

    [Test]
    public void Head_that_evidently_does_not_want_to_turn_left_does_not_block_the_lane()
    {
        var rig = new MicroRig(MicroRig.Crossroads(left: 0.9));
        rig.AllTurn(East, Through);
        rig.AddQueue(West, 1);
        rig.AddQueue(East, 20);
        rig.Picture.HeadExcludes[West] = 1u << Left;
        for (var sample = 0; sample < 16; sample++)
        {
            rig.Begin(sample).Run(5, GroupSet.Of(0));
            Assert.That(rig.Simulation.Crossed[West], Is.EqualTo(1), $"sample {sample}");
        }
    }

    [Test]
    public void Vehicles_of_fractional_weight_are_drawn_in_their_summed_number()
    {
        var rig = new MicroRig(MicroRig.Crossroads());
        for (var i = 0; i < 20; i++)
        {
            rig.Picture.Add(West, new VehicleEstimate(10 + i * 9, 0, 5, 0, 0.35f));
        }

        for (var sample = 0; sample < 16; sample++)
        {
            rig.Begin(sample);
            Assert.That(rig.Vehicles(West).Count(), Is.EqualTo(7).Within(1), $"sample {sample}");
        }
    }

    [Test]
    public void Vehicles_that_come_into_view_are_as_many_as_learned()
    {
        var rig = new MicroRig(MicroRig.Crossroads(), MicroSettings.Default with { HorizonSeconds = 60 });
        rig.Picture.Behaviour[West] = rig.Picture.Behaviour[West] with { ArrivalsPerSecond = 0.15f };
        var seen = 0;
        for (var sample = 0; sample < 32; sample++)
        {
            rig.Begin(sample).Run(60, GroupSet.Empty);
            seen += rig.Vehicles(West).Count();
        }

        Assert.That(seen / 32.0, Is.EqualTo(9).Within(1.5));
    }

    [Test]
    public void No_more_leave_by_an_exit_than_it_has_room_for()
    {
        Gen.Select(Gen.Float[0, 6], Gen.Float[0, 0.4f], Gen.Int[1, 12], Gen.Int[1, 12]).Sample((room, outflow, west, south) =>
        {
            var rig = new MicroRig(MicroRig.Crossroads());
            var exit = rig.Picture.Exits.IndexOf(new ExitLane("E", 0));
            rig.Picture.ExitRoom[exit] = new ExitEstimate(room, outflow);
            rig.AllTurn(West, Through);
            rig.AllTurn(3, 1);
            rig.AddQueue(West, west);
            rig.AddQueue(3, south);
            rig.Begin();
            for (var second = 1; second <= 40; second++)
            {
                // Both roads green at once: only the exit holds anybody back.
                rig.Run(1, GroupSet.Of(0, 1));
                var sent = rig.Simulation.Crossed[West] + rig.Simulation.Crossed[3];
                Assert.That(sent, Is.LessThanOrEqualTo(room + outflow * second + 1e-3), $"after {second} s");
            }
        });
    }
}
