using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing.Objects;

/// <summary>Vehicles are expected in the lanes in which such vehicles have crossed before.</summary>
[TestFixture]
[Category("Unit")]
public sealed class LaneChoiceTests
{
    private const float Speed = 10, ChangesAt = 60;

    [Test]
    public void Lane_that_drivers_leave_late_shows_them_where_they_will_cross()
    {
        var run = Green();
        for (var vehicle = 1; vehicle <= 60; vehicle++)
        {
            Drive(run, vehicle, changes: vehicle % 4 != 0);
        }

        Show(run, 1000, lane: 0, distance: 120);
        Assert.Multiple(() =>
        {
            Assert.That(WeightIn(run, 0), Is.EqualTo(0.25).Within(0.12), "one in four keeps its lane");
            Assert.That(WeightIn(run, 1), Is.EqualTo(0.75).Within(0.12));
            Assert.That(run.State.Picture.Vehicles(1)[0].From, Is.EqualTo(WeightIn(run, 0)).Within(1e-5), "the lanes' intervals do not overlap");
        });
        Show(run, 1001, lane: 1, distance: 30);
        Assert.That(WeightIn(run, 1), Is.EqualTo(1).Within(1e-5), "whoever has changed stays");
    }

    [Test]
    public void Flow_belongs_to_the_lane_in_which_it_crosses()
    {
        var run = Green();
        for (var vehicle = 1; vehicle <= 60; vehicle++)
        {
            Drive(run, vehicle, changes: vehicle % 4 != 0);
        }

        var (kept, joined) = (run.State.Picture.Behaviour[0].ArrivalsPerSecond, run.State.Picture.Behaviour[1].ArrivalsPerSecond);
        Assert.That(joined / (kept + joined), Is.EqualTo(0.75).Within(0.12), "nobody enters the view in the lane that they cross in");
    }

    [Test]
    public void Lane_that_nobody_leaves_keeps_its_vehicles()
    {
        var run = Green();
        for (var vehicle = 1; vehicle <= 20; vehicle++)
        {
            Drive(run, vehicle, changes: false);
        }

        Show(run, 1000, lane: 0, distance: 120);
        Assert.That(WeightIn(run, 0), Is.EqualTo(1).Within(1e-5));
        Assert.That(run.State.Picture.Vehicles(1).Length, Is.Zero);
    }

    [Test]
    public void Objects_without_numbers_teach_nothing_and_stay_in_their_lane()
    {
        var run = Green();
        for (var vehicle = 1; vehicle <= 20; vehicle++)
        {
            Drive(run, 0, changes: true);
        }

        Show(run, 0, lane: 0, distance: 120);
        Assert.That(run.State.Picture.Vehicles(0).Length, Is.EqualTo(1));
        Assert.That(run.State.Picture.Vehicles(1).Length, Is.Zero);
    }

    private static SensingRun Green()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        run.Shown = [.. run.Shown.Select(_ => new GroupStatus(GroupState.Green, Duration.FromSeconds(60)))];
        return run;
    }

    /// <summary>One vehicle alone from 150 m to beyond the line; it enters in lane 0.</summary>
    private static void Drive(SensingRun run, long track, bool changes)
    {
        for (var distance = 150f; distance > -2 * Speed; distance -= Speed)
        {
            Show(run, track, changes && distance < ChangesAt ? 1 : 0, distance);
        }
    }

    private static void Show(SensingRun run, long track, int lane, float distance)
    {
        for (var l = 0; l < 2; l++)
        {
            run.Objects(l, l == lane && distance >= 0 ? [new VehicleObject(track, distance, Speed * 3.6f, 5, 1)] : []);
        }

        run.Tick(10);
    }

    private static float WeightIn(SensingRun run, int lane)
    {
        var sum = 0f;
        foreach (var vehicle in run.State.Picture.Vehicles(lane))
        {
            sum += vehicle.Weight;
        }

        return sum;
    }
}
