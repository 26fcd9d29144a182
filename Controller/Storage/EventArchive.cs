using Microsoft.Data.Sqlite;
using Signals.Core.Measures;
using Signals.Core.Units;

namespace Signals.Controller.Storage;

/// <summary>Reads an event store, also while a controller writes to it.</summary>
public sealed class EventArchive : IDisposable
{
    private readonly SqliteConnection _connection;

    private EventArchive(SqliteConnection connection, string timeZone)
    {
        _connection = connection;
        TimeZone = timeZone;
    }

    /// <summary>IANA zone of the corridor that wrote the store.</summary>
    public string TimeZone { get; }

    /// <exception cref="IOException">No such file, or it is not an event store.</exception>
    public static EventArchive Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; give the events.db of a controller's data directory", path);
        }

        SqliteConnection? connection = null;
        try
        {
            connection = EventTable.Connect(path, SqliteOpenMode.ReadOnly);
            using var zone = connection.CreateCommand();
            zone.CommandText = "SELECT value FROM fact WHERE name = 'timeZone'";
            return new EventArchive(connection, (string?)zone.ExecuteScalar() ?? "UTC");
        }
        catch (SqliteException failure)
        {
            connection?.Dispose();
            throw new IOException($"{path}: is not an event store ({failure.Message}); give the events.db of a controller's data directory", failure);
        }
    }

    /// <summary>Events in order of time.</summary>
    /// <param name="from">First instant, or null for the beginning.</param>
    /// <param name="to">Instant after the last, or null for the end.</param>
    /// <param name="device">Device number, or null for all.</param>
    public IEnumerable<HiResEvent> Read(Instant? from, Instant? to, int? device)
    {
        using var query = _connection.CreateCommand();
        query.CommandText =
            """
            SELECT at_ms, device, code, parameter FROM event
            WHERE at_ms >= $from AND at_ms < $to AND ($device IS NULL OR device = $device)
            ORDER BY at_ms, rowid
            """;
        query.Parameters.AddWithValue("$from", from?.UnixMilliseconds ?? long.MinValue);
        query.Parameters.AddWithValue("$to", to?.UnixMilliseconds ?? long.MaxValue);
        query.Parameters.AddWithValue("$device", (object?)device ?? DBNull.Value);
        using var reader = query.ExecuteReader();
        while (reader.Read())
        {
            yield return new HiResEvent(new Instant(reader.GetInt64(0)), reader.GetInt32(1), (EventCode)reader.GetInt16(2), reader.GetInt32(3));
        }
    }

    public void Dispose() => _connection.Dispose();
}
