using Signals.Controller.Recording;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Core.Tick.Recording;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Controller.Hosting;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Recording;

[Category("Unit")]
public sealed class FlightRerunTests
{
    private static readonly Corridor Corridor = new("test", "mutcd", "UTC", TrafficSide.Right, [TestIntersections.RingBarrier()], [], "hash");

    private static readonly FlightFrame Begin = new(FlightFrameKind.Begin, null, 0);

    [Test]
    public void Same_ticks_are_the_same()
    {
        var result = Rerun([Begin, .. Record(0, 50)]);

        Assert.That(result.IsSame, Is.True);
        Assert.That(result.Judged, Is.EqualTo(50));
    }

    [Test]
    public void First_tick_that_differs_is_named_with_both_results()
    {
        var frames = Record(0, 50);
        var digest = frames[20].Tick!.Digest with { Reason = IntentReason.MaxOut };
        frames[20] = new FlightFrame(FlightFrameKind.Tick, Copy(frames[20].Tick!, digest), 0);

        var result = Rerun([Begin, .. frames]);

        Assert.That(result.IsSame, Is.False);
        Assert.That(result.Differences, Is.EqualTo(1));
        Assert.That(result.First!.Number, Is.EqualTo(frames[20].Tick!.Number));
        Assert.That(result.First.Recorded.Reason, Is.EqualTo(IntentReason.MaxOut));
    }

    [Test]
    public void Ticks_after_a_gap_are_run_but_not_judged_until_the_next_start()
    {
        var result = Rerun([Begin, .. Record(0, 10), new FlightFrame(FlightFrameKind.Gap, null, 5), .. Record(15, 20), Begin, .. Record(0, 7)]);

        Assert.That((result.Ticks, result.Judged, result.Begins, result.Gaps), Is.EqualTo((37, 17, 2, 1)));
    }

    [Test]
    public void Log_without_a_start_proves_nothing()
    {
        var result = Rerun(Record(0, 10));

        Assert.That(result.Judged, Is.Zero);
        Assert.That(result.IsSame, Is.False);
    }

    [Test]
    public void Tick_that_is_asked_for_is_explained()
    {
        var frames = Record(0, 10);

        var result = FlightRerun.Run([Begin, .. frames], NewTick, explain: frames[4].Tick!.Number);

        Assert.That(result.Explained!.Record.Number, Is.EqualTo(frames[4].Tick!.Number));
        Assert.That(result.Explained.Reason, Is.Not.Empty);
    }

    private static RerunResult Rerun(IEnumerable<FlightFrame> frames) => FlightRerun.Run(frames, NewTick, explain: null);

    private static IIntersectionTick NewTick() => Ticks.Resting(Corridor, Corridor.Intersections[0]);

    /// <summary>Runs a fresh tick on a cabinet that shows its start-up groups, and records it.</summary>
    private static List<FlightFrame> Record(int first, int count)
    {
        var tick = NewTick();
        var sequencer = new Sequencer(SafetyTable.Compile(Corridor.Intersections[0]), Instant.Epoch);
        var frames = new List<FlightFrame>();
        for (var number = first; number < first + count; number++)
        {
            var deadline = new Instant(1_800_000_000_000 + number * 100);
            var input = new TickInput
            {
                Number = deadline.UnixMilliseconds / 100,
                Deadline = deadline,
                Local = new LocalTime(DayOfWeek.Monday, new Duration(number * 100)),
                Readings = [],
                Status = Statuses.Of(sequencer, deadline),
                Limit = ControlLevel.Adaptive,
                Shadow = false,
            };
            var buffer = new byte[TickCodec.SizeLimit(input)];
            var length = TickCodec.Encode(input, tick.Tick(input), buffer);
            frames.Add(new FlightFrame(FlightFrameKind.Tick, TickCodec.Decode(buffer.AsSpan(0, length)), 0));
        }

        return frames;
    }

    private static TickRecord Copy(TickRecord record, ResultDigest digest) => new()
    {
        Number = record.Number,
        Deadline = record.Deadline,
        Local = record.Local,
        Readings = record.Readings,
        ReadingsDropped = record.ReadingsDropped,
        Status = record.Status,
        Neighbours = record.Neighbours,
        DecisionWasLate = record.DecisionWasLate,
        Limit = record.Limit,
        Shadow = record.Shadow,
        Digest = digest,
    };
}
