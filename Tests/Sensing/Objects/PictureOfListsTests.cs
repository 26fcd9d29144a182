using CsCheck;
using Signals.Core.Model;
using Signals.Core.Sensing;

namespace Signals.Tests.Sensing.Objects;

[TestFixture]
public sealed class PictureOfListsTests
{
    public static Intersection TwoAreas() => Crossroads.With(Crossroads.Area(0, 1), Crossroads.Area(0, 2));

    [Test, Category("Property")]
    public void Perfect_lists_make_a_picture_that_equals_the_truth()
    {
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[200, 900], Gen.Int[10, 60]).Sample((seed, flow, green) =>
        {
            var road = new SeenRoad(seed, flow);
            var run = new SensingRun(TwoAreas());
            road.Drive(run, cycles: 4, green, each: tick =>
            {
                if (tick % 10 != 0)
                {
                    return;
                }

                // A vehicle stands in every lane that it may still change to, with weights that add to one.
                var shown = Enumerable.Range(0, 2).SelectMany(lane => run.State.Picture.Vehicles(lane).ToArray()).GroupBy(v => v.Track).OrderBy(g => g.Key).ToArray();
                var truth = road.List(0).Concat(road.List(1)).OrderBy(v => v.Track).ToArray();
                Assert.That(shown.Select(g => g.Key), Is.EqualTo(truth.Select(v => v.Track)), $"tick {tick}");
                Assert.That(shown.Select(g => g.Sum(v => v.Weight)), Is.All.EqualTo(1).Within(1e-4));
                Assert.That(shown.Select(g => g.Min(v => v.DistanceMetres)), Is.EqualTo(truth.Select(v => v.DistanceMetres)));
                Assert.That(shown.Select(g => g.Max(v => v.DistanceMetres)), Is.EqualTo(truth.Select(v => v.DistanceMetres)));
                Assert.That(shown.Select(g => g.First().SpeedMetresPerSecond * 3.6f), Is.EqualTo(truth.Select(v => v.SpeedKph)).Within(0.001));
                for (var lane = 0; lane < 2; lane++)
                {
                    Assert.That(run.State.Picture.Vehicles(lane).ToArray().Select(v => v.DistanceMetres), Is.Ordered);
                }
            });
        }, iter: 20);
    }

    [Test, Category("Unit")]
    public void Estimates_of_a_lane_group_follow_from_its_vehicles()
    {
        var road = new SeenRoad(5, 500);
        var run = new SensingRun(TwoAreas());
        var crossed = 0.0;
        road.Drive(run, cycles: 10, green: 35, each: tick =>
        {
            crossed += run.A.DischargePerSecond * 0.1;
            if (tick % 10 == 0)
            {
                var standing = road.List(0).Concat(road.List(1)).Count(v => v.SpeedKph < 3.6);
                Assert.That(run.A.QueueVehicles, Is.EqualTo(standing).Within(1e-6));
                Assert.That(run.A.QueueVehicles + run.A.EnRouteVehicles, Is.EqualTo(road.List(0).Concat(road.List(1)).Count()).Within(1e-6));
            }
        });
        Assert.That(crossed, Is.EqualTo(road.Crossed.Sum()).Within(4), "vehicles over the line");
        Assert.That(run.A.Source, Is.EqualTo(EstimateSource.Measured));
        Assert.That(run.A.ArrivalsPerSecond * 3600, Is.EqualTo(1000).Within(35).Percent);
    }
}
