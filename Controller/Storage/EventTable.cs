using Microsoft.Data.Sqlite;
using Signals.Core.Measures;

namespace Signals.Controller.Storage;

/// <summary>The one table of an event store, and the statements on it. One thread at a time.</summary>
internal sealed class EventTable : IDisposable
{
    /// <summary>Kept in <c>user_version</c>; another value is another layout.</summary>
    private const int Version = 1;

    private const long PageBytes = 4096;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    private EventTable(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
        _insert = connection.CreateCommand();
        _insert.CommandText = "INSERT INTO event(at_ms, device, code, parameter) VALUES ($at, $device, $code, $parameter)";
        foreach (var name in new[] { "$at", "$device", "$code", "$parameter" })
        {
            _insert.Parameters.Add(name, SqliteType.Integer);
        }
    }

    public string Path { get; }

    /// <exception cref="SqliteException">Cannot be opened or created.</exception>
    /// <exception cref="IOException">Another version's file.</exception>
    public static EventTable Create(string path, string timeZone, long hardLimitBytes)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        Execute(connection, $"PRAGMA page_size = {PageBytes}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216");
        Execute(connection, FormattableString.Invariant($"PRAGMA max_page_count = {Math.Max(16, hardLimitBytes / PageBytes)}"));
        var version = Scalar(connection, "PRAGMA user_version");
        if (version is not (0 or Version))
        {
            connection.Dispose();
            throw new IOException($"{path}: event store version {version}; this build writes version {Version}; name another data directory");
        }

        Execute(connection,
            """
            CREATE TABLE IF NOT EXISTS event(at_ms INTEGER NOT NULL, device INTEGER NOT NULL, code INTEGER NOT NULL, parameter INTEGER NOT NULL);
            CREATE INDEX IF NOT EXISTS event_at ON event(at_ms);
            CREATE TABLE IF NOT EXISTS fact(name TEXT PRIMARY KEY, value TEXT NOT NULL);
            """);
        Execute(connection, $"PRAGMA user_version = {Version}");
        using var zone = connection.CreateCommand();
        zone.CommandText = "INSERT INTO fact(name, value) VALUES ('timeZone', $zone) ON CONFLICT(name) DO UPDATE SET value = $zone";
        zone.Parameters.AddWithValue("$zone", timeZone);
        zone.ExecuteNonQuery();
        return new EventTable(path, connection);
    }

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>All or nothing.</summary>
    public void Insert(List<HiResEvent> batch)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var happened in batch)
        {
            _insert.Parameters[0].Value = happened.At.UnixMilliseconds;
            _insert.Parameters[1].Value = happened.Device;
            _insert.Parameters[2].Value = (int)happened.Code;
            _insert.Parameters[3].Value = happened.Parameter;
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void DeleteBefore(long unixMilliseconds) =>
        Execute(_connection, FormattableString.Invariant($"DELETE FROM event WHERE at_ms < {unixMilliseconds}"));

    /// <summary>Deletes the oldest tenth as often as the pages in use exceed the limit. The file keeps its size; free pages are used again.</summary>
    public void ShrinkTo(long bytes)
    {
        while (UsedBytes() > bytes && Scalar(_connection, "SELECT COUNT(*) FROM event") is > 0 and var count)
        {
            Execute(_connection, FormattableString.Invariant(
                $"DELETE FROM event WHERE rowid IN (SELECT rowid FROM event ORDER BY at_ms LIMIT {Math.Max(1, count / 10)})"));
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private long UsedBytes() => (Scalar(_connection, "PRAGMA page_count") - Scalar(_connection, "PRAGMA freelist_count")) * PageBytes;
}
