using Signals.Core.Model;
using Signals.Core.Prediction;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Sensing;

namespace Signals.Tests.Prediction;

[TestFixture, Category("Unit"), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class IntersectionFeaturesTests
{
    private static readonly Intersection Crossing = Crossroads.With(Crossroads.Advance(0, 0), Crossroads.Advance(1, 1), Crossroads.StopLine(0, 0));
    private static readonly Link Incoming = new("U", "S", "X1", "N", new Metres(400), new MetresPerSecond(16), 2);
    private static readonly Instant Start = new(1_767_571_200_000);

    private readonly IntersectionFeatures _features = new(Crossing, [Incoming], new HistoricProfile(2));
    private readonly GroupStatus[] _shown = new GroupStatus[3];
    private readonly LaneGroupEstimate[] _estimates = [Estimate(), Estimate()];
    private readonly LaneGroupCount[] _counts = new LaneGroupCount[2];
    private readonly float[] _rows = new float[2 * FeatureColumn.Count];
    private NeighbourOutflow[] _neighbours = [];
    private GroupSet[] _planned = [];
    private Instant _now = Start + new Duration(800); // device 1 ends its seconds at the eighth tenth

    [Test]
    public void Lags_are_counts_of_five_seconds_latest_first()
    {
        Run(20, second => Count(second < 5 ? 1 : second < 10 ? 0 : second < 15 ? 2 : 3));
        Assert.That(Values(FeatureColumn.ArrivalLag, 5), Is.EqualTo(new[] { 15, 10, 0, 5, float.NaN }).Within(1e-4));
        Assert.That(Values(FeatureColumn.StopLineLag, 4), Is.EqualTo(new[] { 7.5f, 5, 0, 2.5f }).Within(1e-4));
    }

    [Test]
    public void Sums_need_a_third_of_their_window_and_are_scaled_up_for_the_rest()
    {
        Run(15, _ => Count(1));
        Assert.That(Values(FeatureColumn.ArrivalSum, 1), Is.EqualTo(new[] { float.NaN }));
        Run(15, _ => Count(1));
        Assert.That(Values(FeatureColumn.ArrivalSum, 3), Is.EqualTo(new[] { 60, float.NaN, float.NaN }).Within(1e-3));
        Run(900, _ => Count(0.5));
        Assert.That(Values(FeatureColumn.ArrivalSum, 3), Is.EqualTo(new[] { 30, 150, 450 }).Within(1e-2), "what is older has left the window");
    }

    [Test]
    public void Detector_that_is_lost_is_missing_and_not_zero()
    {
        Run(300, _ => Count(1));
        Run(60, _ => Count(double.NaN));
        Assert.Multiple(() =>
        {
            Assert.That(Value(FeatureColumn.ArrivalLag), Is.NaN);
            Assert.That(Value(FeatureColumn.MissingArrivals), Is.EqualTo(60 / 300f).Within(1e-4));
            Assert.That(Value(FeatureColumn.DataAge), Is.EqualTo(60));
            Assert.That(Value(FeatureColumn.ArrivalSum + 1), Is.EqualTo(300).Within(0.1));
        });
    }

    [Test]
    public void Seconds_without_ticks_are_missing()
    {
        Run(300, _ => Count(1));
        _now += Duration.FromSeconds(20);
        Run(1, _ => Count(1));
        Assert.That(Value(FeatureColumn.ArrivalLag + 1), Is.NaN);
        Assert.That(Value(FeatureColumn.ArrivalLag + 5), Is.EqualTo(5).Within(1e-3));
        Assert.That(Value(FeatureColumn.MissingArrivals), Is.EqualTo(20 / 300f).Within(0.01));
    }

    [Test]
    public void Signal_is_followed_from_green_to_green()
    {
        Cycles(3, green: 30, red: 50);
        Run(10, _ => Show(GroupState.Green));
        Assert.Multiple(() =>
        {
            Assert.That(Value(FeatureColumn.IsGo), Is.EqualTo(1));
            Assert.That(Value(FeatureColumn.TimeInState), Is.EqualTo(10).Within(0.15));
            Assert.That(Value(FeatureColumn.SinceGreenStart), Is.EqualTo(10).Within(0.15));
            Assert.That(Value(FeatureColumn.LastCycle), Is.EqualTo(80).Within(0.15));
            Assert.That(Value(FeatureColumn.LastGreen), Is.EqualTo(30).Within(0.15));
            Assert.That(Value(FeatureColumn.GreenShare), Is.EqualTo(10 / 60f).Within(0.02));
        });
    }

    [Test]
    public void Longest_queue_is_remembered_as_long_as_its_window()
    {
        var storage = (float)Crossing.LaneGroups[0].StorageVehicles;
        Run(390, second => _estimates[0] = Estimate() with { QueueVehicles = second == 100 ? storage / 2 : 0 });
        Assert.That(Values(FeatureColumn.QueuePeak, 3), Is.EqualTo(new[] { 0f, 0.5f, 0.5f }).Within(1e-4));
        Run(20, null);
        Assert.That(Values(FeatureColumn.QueuePeak, 3), Is.EqualTo(new[] { 0f, 0, 0.5f }).Within(1e-4));
    }

    [Test]
    public void Load_is_what_came_and_what_is_to_come_as_a_share_of_what_green_discharges()
    {
        Cycles(3, green: 30, red: 30);
        _planned = [.. Enumerable.Range(0, 60).Select(s => GroupSet.Of(s < 20 ? Crossroads.GroupA : Crossroads.GroupB))];
        Run(60, second =>
        {
            Show(second < 30 ? GroupState.Green : GroupState.Red);
            Count(0.5);
        });

        var estimate = Estimate();
        Assert.That(Value(FeatureColumn.LoadPast), Is.EqualTo(30 / (30 * estimate.SaturationFlowPerSecond)).Within(0.02));
        Assert.That(Value(FeatureColumn.MinuteFill), Is.EqualTo(30 / Crossing.LaneGroups[0].StorageVehicles).Within(0.01));
        Assert.That(Value(FeatureColumn.LoadPlanned), Is.EqualTo((estimate.QueueVehicles + 60 * estimate.ArrivalsPerSecond) / (20 * estimate.SaturationFlowPerSecond)).Within(1e-4));
    }

    [Test]
    public void Platoon_of_the_last_cycle_is_expected_again_at_its_time()
    {
        for (var cycle = 0; cycle < 3; cycle++)
        {
            Run(80, second =>
            {
                Show(second < 30 ? GroupState.Green : GroupState.Red);
                Count(second is >= 40 and < 50 ? 1 : 0);
            });
        }

        Run(35, second => Show(second < 30 ? GroupState.Green : GroupState.Red));
        Assert.That(Values(FeatureColumn.LastCycleWithin, 4), Is.EqualTo(new[] { 0f, 10, 10, 10 }).Within(0.2));
    }

    [Test]
    public void Departures_upstream_arrive_after_the_links_travel_time_and_none_is_lost()
    {
        var expected = 0.0;
        var arrived = new float[90];
        Run(90, second =>
        {
            var sends = second is >= 5 and < 15;
            _neighbours = [Announce(sends ? 5f : 0)]; // one vehicle a second
            expected += sends ? 1 : 0;
            arrived[second] = Value(FeatureColumn.UpstreamWithin);
        });

        // 320 m from the stop line upstream to our advance detector at 16 m/s: 20 s; the front of the platoon is there after β T = 16 s.
        Assert.That(arrived.Skip(17).Take(4).Max(), Is.GreaterThan(0));
        Assert.That(arrived.Take(12).Where(float.IsFinite).Max(), Is.LessThan(0.01), "five seconds ahead of the front nobody is expected");
        var total = arrived.Where(float.IsFinite).Sum() / 5;
        Assert.That(total, Is.EqualTo(expected).Within(0.12 * expected), "five-second sums taken each second count everybody five times");
    }

    [Test]
    public void Silent_neighbour_is_missing()
    {
        Run(30, _ => Count(1));
        Assert.That(Values(FeatureColumn.UpstreamWithin, 4), Is.All.NaN);
        Assert.That(Values(FeatureColumn.UpstreamLag, 4), Is.All.NaN);
    }

    [Test]
    public void Planned_green_is_counted_by_horizon_and_missing_beyond_the_plan()
    {
        _planned = [.. Enumerable.Range(0, 40).Select(s => s is >= 3 and < 20 ? GroupSet.Of(Crossroads.GroupA) : GroupSet.Of(Crossroads.GroupB))];
        Run(1, _ => Count(0));
        Assert.That(Values(FeatureColumn.PlannedGreen, 4), Is.EqualTo(new[] { 2, 12, 17, float.NaN }));
    }

    [Test]
    public void Second_ends_once_in_ten_ticks_and_one_tick_before_the_planner_plans()
    {
        var ended = new List<long>();
        for (var tick = 0; tick < 50; tick++)
        {
            _now += Duration.Tenth;
            if (_features.Advance(Moment()))
            {
                ended.Add((_now - Instant.Epoch).Tenths);
            }
        }

        Assert.That(ended, Has.Count.EqualTo(5));
        Assert.That(ended, Has.All.Matches<long>(t => (t + 1 + Crossing.Device) % 10 == 0));
    }

    [Test]
    public void Rows_stay_in_the_range_of_the_schema()
    {
        var random = new Random(7);
        Run(1_000, second =>
        {
            Show(second % 70 < 30 ? GroupState.Green : second % 70 < 34 ? GroupState.Yellow : GroupState.Red);
            Count(random.NextDouble() < 0.1 ? double.NaN : random.NextDouble());
            _neighbours = random.NextDouble() < 0.3 ? [] : [Announce((float)random.NextDouble() * 8)];
            if (second % 50 == 49)
            {
                for (var i = 0; i < _rows.Length; i++)
                {
                    var feature = FeatureSchema.Features[i % FeatureColumn.Count];
                    Assert.That(float.IsNaN(_rows[i]) || (_rows[i] >= feature.Minimum - 1e-4 && _rows[i] <= feature.Maximum), feature.Name);
                }
            }
        });
    }

    [Test]
    public void Nothing_is_allocated_a_second()
    {
        _neighbours = [Announce(3)];
        Run(30, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(30, null);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static LaneGroupEstimate Estimate() => new(2, 0.2, 1, 0.3f, 40, 0.1, 1, true, EstimateSource.Measured, 1);

    private NeighbourOutflow Announce(float perBin) => new("U", "N", _now, [.. Enumerable.Repeat(perBin, NeighbourOutflow.MaximumBins)], -1);

    private void Cycles(int count, int green, int red)
    {
        for (var cycle = 0; cycle < count; cycle++)
        {
            Run(green, _ => Show(GroupState.Green));
            Run(red, _ => Show(GroupState.Red));
        }
    }

    private void Show(GroupState state) => _shown[Crossroads.GroupA] = new GroupStatus(state, Duration.Zero);

    /// <summary>Vehicles a second at the advance detector of lane group 0; half of them cross the line.</summary>
    private void Count(double perSecond) => _counts[0] = new LaneGroupCount(perSecond / 20, perSecond / 10);

    private void Run(int seconds, Action<int>? before)
    {
        for (var second = 0; second < seconds; second++)
        {
            before?.Invoke(second);
            for (var ended = false; !ended;)
            {
                _now += Duration.Tenth;
                ended = _features.Advance(Moment());
            }

            _features.Write(Moment(), _planned, _rows);
        }
    }

    private FeatureMoment Moment() => new()
    {
        Now = _now,
        Local = new LocalTime(DayOfWeek.Monday, _now - Start),
        Shown = _shown,
        LaneGroups = _estimates,
        Counts = _counts,
        Neighbours = _neighbours,
    };

    private float Value(int column) => _rows[column];

    private float[] Values(int column, int count) => _rows.AsSpan(column, count).ToArray();
}
