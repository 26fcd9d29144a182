using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Signals.Controller.Storage;
using Signals.Core.Measures;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Storage;

[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EventStoreTests : IDisposable
{
    private static readonly Instant Start = new(1_800_000_000_000);

    private readonly TemporaryDirectory _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Start.UnixMilliseconds));

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Stored_events_come_back_in_order_of_time()
    {
        using (var store = Open())
        {
            store.Record(At(200, EventCode.BeginYellow));
            store.Record(At(100, EventCode.BeginGreen));
        }

        Assert.That(Read().Select(e => e.Code), Is.EqualTo(new[] { EventCode.BeginGreen, EventCode.BeginYellow }));
    }

    [Test]
    public void Range_and_device_select()
    {
        using (var store = Open())
        {
            for (var i = 0; i < 10; i++)
            {
                store.Record(At(i * 100, EventCode.DetectorOn, device: i % 2));
            }
        }

        using var archive = EventArchive.Open(_folder.File("events.db"));
        var found = archive.Read(Start + new Duration(200), Start + new Duration(800), device: 1).ToList();

        Assert.That(found.Select(e => (e.At - Start).Milliseconds), Is.EqualTo(new[] { 300, 500, 700 }));
    }

    [Test]
    public async Task Reader_sees_events_while_the_store_is_open()
    {
        using var store = Open();
        store.Record(At(0, EventCode.BeginGreen));
        await Eventually.IsTrue(() => store.Written == 1, "written");

        Assert.That(Read(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Events_beyond_the_age_limit_are_deleted()
    {
        using var store = Open(new EventStoreOptions { MaximumAge = TimeSpan.FromHours(1), FlushAfter = TimeSpan.FromMilliseconds(5) });
        store.Record(At(0, EventCode.BeginGreen));
        store.Record(At(3_600_000, EventCode.BeginYellow));
        await Eventually.IsTrue(() => store.Written == 2, "written");

        _time.Advance(TimeSpan.FromMinutes(90));

        await Eventually.IsTrue(() => Read().Count == 1, "the older one is gone");
        Assert.That(Read().Single().Code, Is.EqualTo(EventCode.BeginYellow));
    }

    [Test]
    public async Task Store_beyond_its_size_loses_its_oldest_events_and_keeps_the_newest()
    {
        using var store = Open(new EventStoreOptions { MaximumBytes = 256 * 1024, FlushAfter = TimeSpan.FromMilliseconds(5) });
        for (var i = 0; i < 30_000; i++)
        {
            store.Record(At(i * 100, EventCode.DetectorOn));
        }

        await Eventually.IsTrue(() => store.Written == 30_000, "written");
        _time.Advance(TimeSpan.FromMinutes(2));

        await Eventually.IsTrue(() => Read().Count < 10_000, "shrunk");
        Assert.That(Read()[^1].At, Is.EqualTo(Start + new Duration(2_999_900)));
    }

    [Test]
    public async Task Full_disk_costs_events_that_are_counted_and_nothing_else()
    {
        using var store = Open(new EventStoreOptions { HardLimitBytes = 128 * 1024, FlushAfter = TimeSpan.FromMilliseconds(5) });
        var offered = 0;
        while (store.Failed == 0 && offered < 200_000)
        {
            for (var i = 0; i < 500; i++)
            {
                store.Record(At(offered++, EventCode.DetectorOn));
            }

            await Eventually.IsTrue(() => store.Written + store.Failed == offered, "the writer keeps up");
        }

        Assert.That(store.Failed, Is.Positive, "SQLite refused to grow");
        Assert.That(store.Written, Is.Positive);
        Assert.That(Read(), Has.Count.EqualTo(store.Written), "what counts as written is there");
    }

    [Test]
    public void Queue_that_is_full_drops_at_once_and_counts()
    {
        using var gate = new ManualResetEventSlim();
        using var writer = new BackgroundWriter<int>("test", capacity: 10, batchLimit: 1, TimeSpan.FromMilliseconds(1), _ => gate.Wait());
        writer.Start();

        var accepted = Enumerable.Range(0, 1000).Count(writer.TryAdd);

        Assert.That(accepted, Is.InRange(10, 11), "the queue, and the one item in the writer's hands");
        Assert.That(writer.Dropped, Is.EqualTo(1000 - accepted));
        gate.Set();
    }

    [Test]
    public void File_that_is_no_event_store_is_refused_with_advice()
    {
        File.WriteAllText(_folder.File("events.db"), new string('x', 5000));

        Assert.That(() => Open(), Throws.InstanceOf<IOException>().With.Message.Contains("data directory"));
        Assert.That(() => EventArchive.Open(_folder.File("missing.db")), Throws.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public async Task Csv_is_the_atspm_layout_in_local_time_without_private_codes()
    {
        HiResEvent[] events = [At(100, EventCode.BeginGreen, device: 7, parameter: 2), At(200, EventCode.ControlLevelChange, device: 7, parameter: 3)];
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-8), "test", "test");
        var csv = new StringWriter();

        var count = await EventCsv.WriteAsync(csv, events, zone, includePrivate: false, CancellationToken.None);

        Assert.That(count, Is.EqualTo(1));
        Assert.That(csv.ToString(), Is.EqualTo("TimeStamp,DeviceId,EventId,Parameter\n2027-01-15 00:00:00.100,7,1,2\n"));
    }

    private static HiResEvent At(long milliseconds, EventCode code, int device = 1, int parameter = 2) =>
        new(Start + new Duration(milliseconds), device, code, parameter);

    private EventStore Open(EventStoreOptions? options = null) => EventStore.Open(
        _folder.File("events.db"), "America/Los_Angeles", options ?? new EventStoreOptions(), _time, NullLogger<EventStore>.Instance);

    private List<HiResEvent> Read()
    {
        using var archive = EventArchive.Open(_folder.File("events.db"));
        return [.. archive.Read(null, null, null)];
    }
}
