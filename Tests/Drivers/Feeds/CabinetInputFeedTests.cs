using System.Collections.Immutable;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;

namespace Signals.Tests.Drivers.Feeds;

[TestFixture, Category("Unit"), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CabinetInputFeedTests
{
    private const int Loop = 3; // channel 4 of the rig: the only detectors without a sensor are this loop and the button
    private const int Button = 4;

    private readonly FeedRig _rig = new();
    private readonly CabinetInputFeed _inputs;
    private Instant _now = new(1_700_000_000_000);

    public CabinetInputFeedTests() => _inputs = new CabinetInputFeed(_rig.Intersection, _rig.Feed);

    [Test]
    public void Only_wired_detectors_are_read_from_the_cabinet()
    {
        var readings = Take(presence: ulong.MaxValue);
        Assert.That(readings.Select(r => r.Detector), Is.EqualTo(new[] { Loop, Button }));
    }

    [Test]
    public void Input_that_does_not_change_is_sent_once_a_second()
    {
        var sent = 0;
        for (var i = 0; i < 50; i++)
        {
            sent += Take(presence: 0).Count(r => r.Detector == Loop);
        }

        Assert.That(sent, Is.EqualTo(5));
    }

    [Test]
    public void Count_deltas_survive_lost_polls_and_the_wrap_of_the_counter()
    {
        Take(counts: 65_534);
        _now += Duration.FromSeconds(3);
        Assert.That(Take(counts: 2).Single(r => r.Detector == Loop).Count, Is.EqualTo(4));
        Assert.That(_inputs.CounterResets, Is.Zero);
    }

    [Test]
    public void Restarted_counter_counts_no_phantom_vehicles()
    {
        Take(counts: 500);
        Assert.That(Take(counts: 0).Where(r => r.Detector == Loop).Sum(r => r.Count), Is.Zero);
        Assert.That(_inputs.CounterResets, Is.EqualTo(1));
        Assert.That(Take(counts: 1).Single(r => r.Detector == Loop).Count, Is.EqualTo(1));
    }

    [Test]
    public void Cabinet_without_counters_counts_the_ends_of_presence()
    {
        Take(presence: 1 << Loop);
        var off = Take(presence: 0).Single(r => r.Detector == Loop);
        Assert.That((off.On, off.Count), Is.EqualTo((false, 1)));
    }

    [Test]
    public void Button_call_latched_in_the_cabinet_is_one_press()
    {
        Take();
        var first = Take(pedestrianCalls: 1 << Button).Single(r => r.Detector == Button);
        Assert.That((first.On, first.Count), Is.EqualTo((false, 1)));
        var later = Enumerable.Range(0, 30).SelectMany(_ => Take(pedestrianCalls: 1 << Button)).Where(r => r.Detector == Button);
        Assert.That(later.Sum(r => r.Count), Is.Zero);
    }

    [Test]
    public void Fault_bit_becomes_a_reading_of_quality_fault()
    {
        Take();
        Assert.That(Take(faults: 1 << Loop).Single(r => r.Detector == Loop).Quality, Is.EqualTo(ReadingQuality.Fault));
    }

    [Test]
    public void Status_that_is_not_newer_says_nothing()
    {
        Take();
        _now -= Duration.Tenth;
        Assert.That(Take(presence: 1 << Loop), Is.Empty);
    }

    private DetectorReading[] Take(ulong presence = 0, ulong faults = 0, ulong pedestrianCalls = 0, int? counts = null)
    {
        _now += Duration.Tenth;
        ImmutableArray<ushort> all = counts is { } c ? [.. Enumerable.Repeat((ushort)c, 4), 0] : [];
        _inputs.Take(new CabinetStatus(
            _now, CabinetMode.Remote, 0, 1, true, 0, RejectCode.None, Duration.FromSeconds(3), [], presence, faults, pedestrianCalls,
            CabinetInputs.None, 0, MonitorFaults.None, 0) { DetectorCounts = all });
        return _rig.DrainAll();
    }
}
