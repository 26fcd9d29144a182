using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Signals.Core.Measures;
using Signals.Core.Ports;

namespace Signals.Controller.Storage;

/// <summary>
/// Hi-res events in an embedded SQLite file: write-ahead log, one transaction a batch, bounded by age and by size. A full queue or a full disk costs events,
/// which are counted and reported; it never costs a tick.
/// </summary>
public sealed class EventStore : IEventSink, IDisposable
{
    private const int BatchLimit = 5_000;
    private static readonly TimeSpan LogAgainAfter = TimeSpan.FromMinutes(1);

    private readonly EventStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventTable _table;
    private readonly BackgroundWriter<HiResEvent> _writer;
    private long _written;
    private long _failed;
    private long _retentionAt;
    private long? _complainedAt;

    private EventStore(EventTable table, EventStoreOptions options, TimeProvider time, ILogger logger)
    {
        _table = table;
        _options = options;
        _time = time;
        _logger = logger;
        _retentionAt = time.GetTimestamp();
        _writer = new BackgroundWriter<HiResEvent>("event-store", options.QueueCapacity, BatchLimit, options.FlushAfter, Write);
        _writer.Start();
    }

    /// <summary>Events in the file.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Events lost because the queue was full.</summary>
    public long Dropped => _writer.Dropped;

    /// <summary>Events lost because the file could not be written: disk full, or another fault of the file.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Opens or creates the store.</summary>
    /// <param name="path">File name.</param>
    /// <param name="timeZone">IANA zone of the corridor, kept in the file for exports.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">For retention.</param>
    /// <param name="logger">Where losses are reported, at most once a minute.</param>
    /// <exception cref="IOException">The file cannot be opened, or is no event store of this version.</exception>
    public static EventStore Open(string path, string timeZone, EventStoreOptions options, TimeProvider time, ILogger<EventStore> logger)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new EventStore(EventTable.Create(path, timeZone, options.HardLimitBytes), options, time, logger);
        }
        catch (SqliteException failure)
        {
            throw new IOException($"{path}: cannot be used as an event store: {failure.Message}; name another data directory or make room there", failure);
        }
    }

    public void Record(in HiResEvent happened) => _writer.TryAdd(happened);

    public void Dispose()
    {
        _writer.Dispose();
        _table.Dispose();
    }

    private void Write(List<HiResEvent> batch)
    {
        try
        {
            if (batch.Count > 0)
            {
                _table.Insert(batch);
                Interlocked.Add(ref _written, batch.Count);
            }
        }
        catch (SqliteException failure)
        {
            Interlocked.Add(ref _failed, batch.Count);
            Complain(failure);
        }

        Retain();
    }

    private void Retain()
    {
        if (_time.GetElapsedTime(_retentionAt) < _options.RetentionEvery)
        {
            return;
        }

        _retentionAt = _time.GetTimestamp();
        try
        {
            _table.DeleteBefore((_time.GetUtcNow() - _options.MaximumAge).ToUnixTimeMilliseconds());
            _table.ShrinkTo(_options.MaximumBytes);
        }
        catch (SqliteException failure)
        {
            Complain(failure);
        }
    }

    private void Complain(SqliteException failure)
    {
        if (_complainedAt is { } at && _time.GetElapsedTime(at) < LogAgainAfter)
        {
            return;
        }

        _complainedAt = _time.GetTimestamp();
        _logger.LogError(
            "event store {Path}: {Error}; {Failed} events lost so far, control goes on; make room on the disk or lower the retention", _table.Path, failure.Message, Failed);
    }
}
