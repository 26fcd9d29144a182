using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Signals.Controller.Recording;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Recording;

[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FlightLogTests : IDisposable
{
    private static readonly Corridor Corridor = new(
        "test", "mutcd", "UTC", TrafficSide.Right, [TestIntersections.RingBarrier("a", 1), TestIntersections.RingBarrier("b", 2)], [], "hash");

    private readonly TemporaryDirectory _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 14, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Recorded_ticks_come_back_in_order_for_each_intersection_with_the_corridor_file()
    {
        using (var recorder = Open())
        {
            recorder.Of(0).Begin();
            recorder.Of(1).Begin();
            for (var number = 0; number < 50; number++)
            {
                Record(recorder, 0, number);
                Record(recorder, 1, 1000 + number);
            }
        }

        var log = FlightLog.Open(_folder.File("b"));
        var frames = log.Read().ToList();

        Assert.Multiple(() =>
        {
            Assert.That(log.Header.IntersectionId, Is.EqualTo("b"));
            Assert.That(log.HasBeginning, Is.True);
            Assert.That(Encoding.UTF8.GetString(log.CorridorFile), Is.EqualTo("corridor: test"));
            Assert.That(frames[0].Kind, Is.EqualTo(FlightFrameKind.Begin));
            Assert.That(frames.Skip(1).Select(f => f.Tick!.Number), Is.EqualTo(Enumerable.Range(1000, 50).Select(n => (long)n)));
        });
    }

    [Test]
    public void Log_stays_within_its_bound_and_keeps_the_latest_ticks()
    {
        const int bound = 1 << 20;
        var number = 0L;
        using (var recorder = Open(new FlightRecorderOptions { MaximumBytes = bound, SegmentsPerIntersection = 4, QueueCapacity = 100_000 }))
        {
            for (; number < 60_000; number++)
            {
                Record(recorder, 0, number, noise: true);
            }
        }

        var bytes = Directory.GetFiles(_folder.File("a")).Sum(f => new FileInfo(f).Length);
        var log = FlightLog.Open(_folder.File("a"));
        var read = log.Read().Where(f => f.Tick is not null).Select(f => f.Tick!.Number).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(bytes, Is.LessThan(bound / 2 * 1.5), "half of the bound is this intersection's, plus a block a segment");
            Assert.That(log.HasBeginning, Is.False, "the oldest segments went");
            Assert.That(read[^1], Is.EqualTo(number - 1));
            Assert.That(read.Zip(read.Skip(1), (x, y) => y - x), Is.All.EqualTo(1));
        });
    }

    [Test]
    public void Log_torn_anywhere_reads_up_to_the_last_whole_block()
    {
        using (var recorder = Open())
        {
            for (var number = 0; number < 3000; number++)
            {
                Record(recorder, 0, number, noise: true);
            }
        }

        var file = Directory.GetFiles(_folder.File("a")).Single();
        var whole = File.ReadAllBytes(file);
        var headerBytes = 400;
        Gen.Int[headerBytes, whole.Length - 1].Sample(
            cut =>
            {
                File.WriteAllBytes(file, whole[..cut]);
                var read = FlightLog.Open(file).Read().Select(f => f.Tick!.Number).ToList();
                return read.Count < 3000 && read.SequenceEqual(Enumerable.Range(0, read.Count).Select(n => (long)n));
            },
            iter: 20, threads: 1);
    }

    [Test]
    public void Ticks_that_the_writer_cannot_take_are_marked_as_a_gap()
    {
        using (var recorder = Open(new FlightRecorderOptions { QueueCapacity = 4 }))
        {
            for (var number = 0; number < 20_000; number++)
            {
                Record(recorder, 0, number, noise: true);
            }

            Assert.That(recorder.Dropped, Is.Positive, "a queue of four overflows");
        }

        var frames = FlightLog.Open(_folder.File("a")).Read().ToList();
        var ticks = frames.Count(f => f.Kind == FlightFrameKind.Tick);
        var lost = frames.Where(f => f.Kind == FlightFrameKind.Gap).Sum(f => f.Lost);
        Assert.That(lost, Is.Positive);
        Assert.That(ticks + lost, Is.InRange(1, 20_000));
    }

    [Test]
    [Platform("Linux")]
    public void Full_disk_costs_a_gap_that_the_log_admits_and_no_earlier_tick()
    {
        const int ticks = 12_000;
        var run = _time.GetUtcNow().ToUnixTimeMilliseconds();
        Directory.CreateDirectory(_folder.File("a"));
        File.CreateSymbolicLink(Path.Combine(_folder.File("a"), $"{run:D15}-00001.flight"), "/dev/full");
        var recorder = Open(new FlightRecorderOptions { MaximumBytes = 1 << 20, SegmentsPerIntersection = 8, QueueCapacity = 100_000 });
        recorder.Of(0).Begin();
        for (var number = 0; number < ticks; number++)
        {
            Record(recorder, 0, number, noise: true);
        }

        recorder.Dispose();

        var frames = FlightLog.Open(_folder.File("a")).Read().ToList();
        var gap = frames.FindIndex(f => f.Kind == FlightFrameKind.Gap);
        var before = frames[1..gap].ConvertAll(f => f.Tick!.Number);
        var after = frames[(gap + 1)..].ConvertAll(f => f.Tick!.Number);
        Assert.Multiple(() =>
        {
            Assert.That(recorder.Failed, Is.EqualTo(1), "one block met the full disk");
            Assert.That(frames[0].Kind, Is.EqualTo(FlightFrameKind.Begin));
            Assert.That(before, Is.EqualTo(Enumerable.Range(0, before.Count)).AsCollection.And.Not.Empty);
            Assert.That(after[0], Is.GreaterThan(before[^1] + 1));
            Assert.That(after, Is.EqualTo(Enumerable.Range(ticks - after.Count, after.Count)).AsCollection.And.Not.Empty);
        });
    }

    [Test]
    public void Segment_without_a_whole_header_is_passed_over()
    {
        using (var recorder = Open())
        {
            Record(recorder, 0, 7);
        }

        var file = Directory.GetFiles(_folder.File("a")).Single();
        File.WriteAllBytes(file.Replace("-00000.", "-00001.", StringComparison.Ordinal), File.ReadAllBytes(file)[..20]);

        Assert.That(FlightLog.Open(_folder.File("a")).Read().Single().Tick!.Number, Is.EqualTo(7));
    }

    [Test]
    public void Folder_without_a_log_is_refused_with_advice() =>
        Assert.That(() => FlightLog.Open(_folder.Path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("data directory"));

    private static void Record(FlightRecorder recorder, int intersection, long number, bool noise = false)
    {
        var deadline = new Instant(number * 100);
        var input = new TickInput
        {
            Number = number,
            Deadline = deadline,
            Local = new LocalTime(DayOfWeek.Monday, new Duration(noise ? number * 7919 % 86_400_000 : 0)),
            Readings = [],
            Status = null,
            Limit = ControlLevel.Adaptive,
            Shadow = false,
        };
        recorder.Of(intersection).Record(input, new TickResult(deadline, null, Refusal.NoStatus, default, ControlLevel.Observe, LadderCause.CabinetSilent));
    }

    private FlightRecorder Open(FlightRecorderOptions? options = null) => new(
        _folder.Path, Corridor, Encoding.UTF8.GetBytes("corridor: test"), options ?? new FlightRecorderOptions(), _time, NullLogger<FlightRecorder>.Instance);
}
