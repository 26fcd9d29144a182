using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

/// <summary>Bounds that hold whatever sensors say: influence, range, memory, determinism.</summary>
[TestFixture, Category("Unit")]
public sealed class RobustnessTests
{
    [Test]
    public void Lying_sensor_moves_the_estimate_no_further_than_its_bound()
    {
        var intersection = Crossroads.With(Crossroads.Advance(1, 1, DetectorKind.Radar), Crossroads.Advance(1, 1, DetectorKind.Camera));
        var run = new SensingRun(intersection);
        run.Seconds(100, () =>
        {
            run.Interval(0, 10_000, 1, 0.1); // a spoofed radar: 100,000 vehicles a second
            run.Interval(1, 0, 0, 0.1);
        });
        Assert.That(run.B.ArrivalsPerSecond, Is.LessThan(0.6 * 0.8), "60 % of what one lane can carry");
        Assert.That(run.State.Health[0].IsUsable, Is.False, "and it is found out");
    }

    [Test]
    public void Wild_numbers_never_make_a_wild_estimate()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        var random = new Random(11);
        for (var i = 0; i < 5000; i++)
        {
            run.Interval(random.Next(-2, 8), random.Next(int.MinValue, int.MaxValue), (random.NextSingle() - 0.5f) * 1e30f, random.NextDouble() * 1e6, float.PositiveInfinity);
            run.Shown = Crossroads.Shown(random.Next(2) == 0 ? GroupState.Green : GroupState.Red);
            run.Tick();
            foreach (var estimate in run.State.LaneGroups)
            {
                Assert.That(estimate.QueueVehicles, Is.InRange(0, 60));
                Assert.That(estimate.ArrivalsPerSecond, Is.InRange(0, 10));
                Assert.That(estimate.EnRouteVehicles, Is.InRange(0, 500));
                Assert.That(double.IsFinite(estimate.DischargePerSecond));
            }
        }

        Assert.That(run.State.ReadingsIgnored, Is.Positive);
    }

    [Test]
    public void Tick_allocates_nothing_after_warm_up()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        new TruthRoad(1, 900).Drive(run, cycles: 2, green: 40);
        var readings = new DetectorReading[40];
        var shown = Crossroads.Shown(GroupState.Green);
        var now = run.Now;
        var events = new List<(EventCode, int)>(4096);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var tick = 0; tick < 2000; tick++)
        {
            now += Duration.Tenth;
            for (var i = 0; i < readings.Length; i++)
            {
                readings[i] = new DetectorReading(i % 4, ReadingKind.Event, ReadingQuality.Ok, (i / 4 + tick) % 2 == 0, now, now, now, 1, float.NaN, 40);
            }

            run.State.Advance(now, readings, shown, new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(40_000 + tick)));
            events.Clear();
            run.State.DrainEvents(events);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Tick_of_a_full_intersection_takes_a_small_part_of_its_hundred_milliseconds()
    {
        var detectors = Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? Crossroads.Advance(i / 2 % 2, 1 + i / 4 % 2 * (1 - i / 2 % 2)) : Crossroads.StopLine(i / 2 % 2, 1));
        var state = new SensingState(Crossroads.With([.. detectors]));
        var readings = new DetectorReading[64];
        var shown = Crossroads.Shown(GroupState.Green);
        var started = 0L;
        const int Ticks = 2000;
        for (var tick = -500; tick < Ticks; tick++)
        {
            started = tick == 0 ? System.Diagnostics.Stopwatch.GetTimestamp() : started;
            var now = new Instant(1_700_000_000_000 + tick * 100L);
            for (var i = 0; i < readings.Length; i++)
            {
                readings[i] = new DetectorReading(i, ReadingKind.Event, ReadingQuality.Ok, (tick / 10 + i) % 2 == 0, now, now, now, 0, float.NaN, float.NaN);
            }

            state.Advance(now, readings, shown, new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(40_000)));
        }

        var mean = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMicroseconds / Ticks;
        TestContext.Out.WriteLine($"{mean:0} µs a tick with 64 detectors and 64 readings");
        Assert.That(mean, Is.LessThan(5000), "a bound for a loaded machine; about a hundredth is usual");
    }

    [Test]
    public void Same_readings_give_the_same_estimates_bit_for_bit()
    {
        var first = new SensingRun(Crossroads.FourLoops());
        var second = new SensingRun(Crossroads.FourLoops());
        new TruthRoad(9, 900).Drive(first, cycles: 10, green: 30);
        new TruthRoad(9, 900).Drive(second, cycles: 10, green: 30);
        Assert.That(first.State.LaneGroups.ToArray(), Is.EqualTo(second.State.LaneGroups.ToArray()));
        Assert.That(first.Events, Is.EqualTo(second.Events));
    }
}
