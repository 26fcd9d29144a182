using CsCheck;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;

namespace Signals.Tests.Sensing.Picture;

[TestFixture]
public sealed class CountedLanesTests
{
    [Test, Category("Property")]
    public void Vehicles_reconstructed_from_counts_add_up_to_queue_and_en_route()
    {
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[100, 1400], Gen.Int[10, 60]).Sample((seed, flow, green) =>
        {
            var run = new SensingRun(Crossroads.FourLoops());
            new TruthRoad(seed, flow).Drive(run, cycles: 4, green, each: () =>
            {
                Assert.That(Weight(run, 0) + Weight(run, 1), Is.EqualTo(run.A.QueueVehicles + run.A.EnRouteVehicles).Within(0.1), "vehicles are neither lost nor made");
                AssertOrder(run.State.Picture.Vehicles(0));
            });
        }, iter: 10);
    }

    [Test, Category("Unit")]
    public void Vehicle_over_the_advance_loop_travels_to_the_line_and_stands_there()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        run.Pass(0);
        run.Pass(1);
        run.Seconds(2);
        var moving = run.State.Picture.Vehicles(0)[0];
        Assert.That(moving.DistanceMetres, Is.EqualTo(Crossroads.AdvanceDistance - 2.2 * 50 / 3.6).Within(7));
        Assert.That(moving.SpeedMetresPerSecond, Is.EqualTo(50 / 3.6).Within(0.1));
        Assert.That(Weight(run, 0), Is.EqualTo(1).Within(0.01), "one in each lane");
        run.Edge(2, true);
        run.Edge(3, true);
        run.Seconds(10);
        var standing = run.State.Picture.Vehicles(0)[0];
        Assert.That(standing.DistanceMetres, Is.Zero);
        Assert.That(standing.SpeedMetresPerSecond, Is.Zero);
        Assert.That(standing.StoppedSeconds, Is.Positive);
    }

    [Test, Category("Unit")]
    public void Lanes_fall_back_to_counts_when_their_radar_is_silent_and_are_seen_again_when_it_speaks()
    {
        var run = new SensingRun(Crossroads.With(Crossroads.Area(1, 1), Crossroads.StopLine(1, 1)));
        run.Objects(0, [new VehicleObject(7, 1, 0, 4.5f, 1), new VehicleObject(8, 8, 0, 4.5f, 1)]);
        run.Tick();
        Assert.That(run.B.QueueVehicles, Is.EqualTo(2));
        run.Seconds(8);
        Assert.That(run.B.QueueVehicles, Is.EqualTo(2).Within(0.5), "the queue is handed over to the counts");
        Assert.That(Weight(run, 2), Is.EqualTo(run.B.QueueVehicles + run.B.EnRouteVehicles).Within(0.05));
        run.Seconds(12, () => run.Objects(0, []));
        Assert.That(run.State.Picture.Vehicles(2).Length, Is.Zero);
    }

    private static double Weight(SensingRun run, int lane)
    {
        var sum = 0.0;
        foreach (var vehicle in run.State.Picture.Vehicles(lane))
        {
            sum += vehicle.Weight;
        }

        return sum;
    }

    private static void AssertOrder(ReadOnlySpan<VehicleEstimate> vehicles)
    {
        for (var i = 0; i < vehicles.Length; i++)
        {
            Assert.That(vehicles[i].DistanceMetres, Is.InRange(i > 0 ? vehicles[i - 1].DistanceMetres : 0, 500));
            Assert.That(vehicles[i].Weight, Is.InRange(0.001, 1));
        }
    }
}
