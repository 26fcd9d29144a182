using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

/// <summary>What stands in for a failed detector, in order.</summary>
[TestFixture, Category("Unit")]
public sealed class SubstitutionTests
{
    private static readonly LocalTime Eight = new(DayOfWeek.Monday, Duration.FromSeconds(8 * 3600));

    [Test]
    public void Estimate_falls_back_from_sister_to_neighbour_to_history_to_recall()
    {
        var intersection = Crossroads.With(
            Crossroads.Advance(0, 1, DetectorKind.Radar), Crossroads.Advance(0, 1, DetectorKind.Camera), Crossroads.Advance(0, 2, DetectorKind.Radar));
        var profile = new HistoricProfile(2);
        profile.Observe(0, Eight, 270, 900);
        var known = new SensingRun(intersection, profile);
        var unknown = new SensingRun(intersection);
        foreach (var (faulty, expected) in new[]
        {
            (Array.Empty<int>(), EstimateSource.Measured),
            ([0], EstimateSource.SisterSensor),
            ([0, 1], EstimateSource.NeighbourLane),
            ([0, 1, 2], EstimateSource.Historic),
        })
        {
            foreach (var run in new[] { known, unknown })
            {
                run.Seconds(3, () =>
                {
                    for (var detector = 0; detector < 3; detector++)
                    {
                        run.Interval(detector, 0, 0, 0.1, quality: faulty.Contains(detector) ? ReadingQuality.Fault : ReadingQuality.Ok);
                    }
                });
            }

            Assert.That(known.A.Source, Is.EqualTo(expected));
            Assert.That(known.A.Quality, expected == EstimateSource.Measured ? Is.EqualTo(1) : Is.LessThan(1));
        }

        Assert.That(known.A.ArrivalsPerSecond, Is.EqualTo(0.3).Within(1e-6), "the historic flow");
        Assert.That(unknown.A.Source, Is.EqualTo(EstimateSource.Recall));
        Assert.That(unknown.A.ArrivalsPerSecond, Is.GreaterThan(0), "missing is not zero");
        Assert.That(unknown.A.Quality, Is.Zero);
        Assert.That(unknown.State.Demand.FailedDetection.Contains(Crossroads.GroupA));
    }

    [Test]
    public void Blind_lane_is_taken_to_flow_like_its_neighbour()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        run.Cabinet(1, false, 0, ReadingQuality.Fault);
        for (var i = 0; i < 100; i++)
        {
            run.Pass(0);
            run.Seconds(1.7);
        }

        Assert.That(run.A.Source, Is.EqualTo(EstimateSource.NeighbourLane));
        Assert.That(run.A.ArrivalsPerSecond, Is.EqualTo(1).Within(5).Percent, "0.5 veh/s measured in one of two lanes");
    }
}
