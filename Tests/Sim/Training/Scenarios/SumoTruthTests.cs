using System.Collections.Immutable;
using Signals.Core.Units;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Sumo.TraCI;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Training.Scenarios;
using Signals.Tests.Sim.Sumo.Networks;

namespace Signals.Tests.Sim.Training.Scenarios;

/// <summary>Vehicles as SUMO would report them, on the small test network; no SUMO takes part.</summary>
[TestFixture, Category("Unit")]
public class SumoTruthTests
{
    private readonly SumoScene _scene = SumoNetworks.Import();
    private ImmutableArray<LaneView> _lanes;
    private ImmutableArray<RunRecorder> _recorders;
    private SumoTruth _truth = null!;

    [SetUp]
    public void BeginRun()
    {
        _lanes = SensedLanes.Of(_scene);
        _recorders = [.. _scene.Intersections.Select((x, i) => new RunRecorder(x.Intersection, i, 10))];
        _truth = new SumoTruth(_lanes, _recorders);
    }

    [Test]
    public void Vehicle_arrived_when_it_came_within_reach_although_its_lane_group_shows_only_when_it_leaves()
    {
        var lane = StopLane(0);
        Step();
        Step();
        Step(Driving(lane, 12));
        Step(Driving(lane, 6));
        var before = _recorders[0].Truth[0].Arrivals(0, 3);
        Step(Driving(lane, 1));
        Step();

        Assert.That(before, Is.Zero, "it may still change lanes");
        Assert.That(_recorders[0].Truth[0].Arrivals(1, 1), Is.EqualTo(1), "it came in the third second");
        Assert.That(_recorders[0].Truth[0].Arrivals(0, 1), Is.Zero);
        Assert.That(_recorders[0].Truth[0].Arrivals(2, 3), Is.Zero, "it is counted once");
        Assert.That(_recorders[0].Truth.Skip(1).Select(t => t.Arrivals(0, 5)), Is.All.Zero);
    }

    [Test]
    public void Vehicle_that_changes_lanes_belongs_to_the_one_in_which_it_leaves()
    {
        Step(Driving(StopLane(0), 12));
        Step(Driving(StopLane(1), 6));
        Step();
        Step();

        Assert.That(_truth.Arrived(0, 0), Is.Zero);
        Assert.That(_truth.Arrived(0, 1), Is.EqualTo(1));
    }

    [Test]
    public void Who_still_waits_at_the_end_of_the_run_has_arrived()
    {
        Step();
        Step(Driving(StopLane(0), 12));
        Step(Standing(StopLane(0), 1, track: 1));
        _truth.End();

        Assert.That(_recorders[0].Truth[0].Arrivals(0, 2), Is.EqualTo(1));
    }

    [Test]
    public void Queue_is_who_stands_from_the_line_on_without_a_long_gap()
    {
        var lane = StopLane(0);

        Step(Standing(lane, 1, 1), Standing(lane, 8.5f, 2), Standing(lane, 16, 3), Standing(lane, 45, 4));

        Assert.That(_truth.Queued(0, 0), Is.EqualTo(3));
        Assert.That(_truth.QueueBack(0, 0), Is.EqualTo(20.5).Within(0.01), "rear bumper of the third");
    }

    [Test]
    public void Queue_that_drives_off_has_ended()
    {
        var lane = StopLane(0);
        Step(Standing(lane, 1, 1), Standing(lane, 8.5f, 2));

        Step(Driving(lane, 1), Standing(lane, 8.5f, 2));

        Assert.That((_truth.Queued(0, 0), _truth.QueueBack(0, 0)), Is.EqualTo((0, 0.0)));
    }

    private int StopLane(int laneGroup)
    {
        var id = _scene.Intersections[0].StopLanes[laneGroup];
        return Enumerable.Range(0, _lanes.Length).First(i => _lanes[i].Id == id);
    }

    private SumoVehicle Driving(int lane, float toLine, int track = 1) => new(track, lane, _lanes[lane].Length - toLine, 10, 4.5f);

    private SumoVehicle Standing(int lane, float toLine, int track) => new(track, lane, _lanes[lane].Length - toLine, 0, 4.5f);

    /// <summary>A second: SUMO's state, then what recorders write down of it.</summary>
    private void Step(params SumoVehicle[] vehicles)
    {
        _truth.Observe(vehicles, Instant.Epoch);
        foreach (var (i, recorder) in _recorders.Index())
        {
            for (var g = 0; g < recorder.Truth.Length; g++)
            {
                recorder.Truth[g].Add(_truth.Arrived(i, g), _truth.QueueBack(i, g), _truth.Queued(i, g), false, 0);
            }
        }
    }
}
