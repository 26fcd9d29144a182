using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Training.Corridors;

namespace Signals.Tests.Sim.Training.Corridors;

[TestFixture, Category("Unit")]
public class TruthSeriesTests
{
    /// <summary>100 m of one lane, 1,800 veh/h, 2 s lost at the start of green.</summary>
    private static readonly LaneGroup Group = new(0, "T", "N", 1, new Metres(100), false, new VehiclesPerHour(1800), new Seconds(2), []);

    [Test]
    public void Arrivals_are_those_after_the_second_that_is_asked_for()
    {
        var truth = Series(second => second >= 10 ? 5 : 0);

        Assert.That((truth.Arrivals(5, 5), truth.Arrivals(9, 1), truth.Arrivals(10, 15)), Is.EqualTo((5L, 5L, 0L)));
    }

    [Test]
    public void Spillback_is_a_queue_of_85_percent_of_the_storage_within_the_window()
    {
        var truth = Series(_ => 0, back: second => second == 20 ? 85 : 84);

        Assert.That((truth.SpillsBack(15, 5, Group), truth.SpillsBack(15, 4, Group), truth.SpillsBack(20, 9, Group)), Is.EqualTo((true, false, false)));
    }

    /// <summary>Ten seconds of green less two at its start discharge four vehicles.</summary>
    [TestCase(4, false)]
    [TestCase(5, true)]
    public void Overload_is_more_than_the_green_can_discharge(int queued, bool overloads)
    {
        var truth = Series(_ => 0, go: second => second is >= 10 and < 20, queue: queued);

        Assert.That(truth.Overloads(5, 20, Group), Is.EqualTo(overloads));
    }

    private static TruthSeries Series(Func<int, long> arrived, Func<int, double>? back = null, Func<int, bool>? go = null, int queue = 0)
    {
        var truth = new TruthSeries();
        for (var second = 0; second < 30; second++)
        {
            truth.Add(arrived(second), back?.Invoke(second) ?? 0, queue, go?.Invoke(second) ?? false, 0);
        }

        return truth;
    }
}
