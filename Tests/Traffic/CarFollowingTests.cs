using CsCheck;
using Signals.Core.Traffic;
using Signals.Core.Units;

namespace Signals.Tests.Traffic;

public sealed class CarFollowingTests
{
    [Test, Category("Property")]
    public void Safe_speed_never_lets_two_vehicles_touch_however_the_leader_brakes()
    {
        Gen.Select(Gen.Float[0f, 20f], Gen.Float[0f, 20f], Gen.Float[0.5f, 60f], Gen.Float[0.1f, 1f], Gen.Int)
            .Where(t => t.Item3 + CarFollowing.StoppingDistance(t.Item2, CarFollowing.HardestBraking)
                >= CarFollowing.StoppingDistance(t.Item1, CarFollowing.HardestBraking))
            .Sample(t => Drive(t.Item1, t.Item2, t.Item3, t.Item4, new Random(t.Item5)), iter: 3000, threads: 1);
    }

    [Test, Category("Property")]
    public void Safe_speed_grows_with_the_gap_and_with_the_leader()
    {
        Gen.Select(Gen.Float[0f, 20f], Gen.Float[0f, 20f], Gen.Float[0f, 80f], Gen.Float[0f, 5f]).Sample((speed, leader, gap, more) =>
            CarFollowing.SafeSpeed(speed, gap + more, leader, 3f, 0.5f) >= CarFollowing.SafeSpeed(speed, gap, leader, 3f, 0.5f)
            && CarFollowing.SafeSpeed(speed, gap, leader + more, 3f, 0.5f) >= CarFollowing.SafeSpeed(speed, gap, leader, 3f, 0.5f));
    }

    [Test, Category("Unit")]
    public void Free_driver_reaches_the_desired_speed_and_keeps_it()
    {
        var speed = 0f;
        for (var step = 0; step < 120; step++)
        {
            speed = CarFollowing.FreeSpeed(speed, 13.9f, 2.3f, 0.5f);
        }

        Assert.That(speed, Is.EqualTo(13.9f));
    }

    [Category("Unit")]
    [TestCase(40, 0, 13.9, 2.88)]
    [TestCase(10, 0, 13.9, 3.16)]
    [TestCase(0, 5, 13.9, 0)]
    public void Arrival_time_is_that_of_the_fastest_driver(double distance, double speed, double limit, double expected)
    {
        // From rest at 2 m/s²: sqrt(2·10/2) = 3.16 s for 10 m; 40 m at the limit already takes 40/13.9 = 2.88 s.
        var start = distance == 40 ? limit : speed;
        Assert.That(GapAcceptance.ArrivalTime((float)distance, (float)start, (float)limit), Is.EqualTo(expected).Within(0.01));
    }

    [Test, Category("Unit")]
    public void Queue_discharges_at_saturation_flow_after_its_lost_time()
    {
        var lane = new LaneDischarge(new Seconds(2), new Seconds(2));
        Assert.Multiple(() =>
        {
            Assert.That(lane.CrossingTime(1).Value, Is.EqualTo(2.8).Within(1e-9));
            Assert.That(lane.CrossingTime(4).Value, Is.EqualTo(10).Within(1e-9));
            Assert.That(lane.CrossingTime(5).Value - lane.CrossingTime(4).Value, Is.EqualTo(2).Within(1e-9));
            Assert.That(lane.VehiclesWithin(new Seconds(21.9)), Is.EqualTo(9));
            Assert.That(lane.VehiclesWithin(new Seconds(2.7)), Is.Zero);
        });
    }

    private static void Drive(float speed, float leaderSpeed, float gap, float step, Random random)
    {
        for (var i = 0; i < 200; i++)
        {
            var leaderNext = MathF.Max(0f, leaderSpeed + (random.NextSingle() * 1.6f - 1f) * CarFollowing.HardestBraking * step);
            var safe = CarFollowing.SafeSpeed(speed, gap, leaderSpeed, CarFollowing.HardestBraking, step);
            var next = MathF.Max(0f, MathF.Max(MathF.Min(safe, speed + 2.5f * step), speed - CarFollowing.HardestBraking * step));
            gap += Moved(leaderSpeed, leaderNext, step) - Moved(speed, next, step);
            (speed, leaderSpeed) = (next, leaderNext);
            Assert.That(gap, Is.GreaterThan(-0.05f), $"after {i + 1} steps of {step} s");
        }
    }

    /// <summary>The engine's rule: a vehicle that stops within the step brakes as hard as it can and then stands.</summary>
    private static float Moved(float speed, float next, float step) =>
        next > 0f
            ? (speed + next) * 0.5f * step
            : MathF.Min((speed + next) * 0.5f * step, CarFollowing.StoppingDistance(speed, CarFollowing.HardestBraking));
}
