using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Tick.Recording;

/// <summary>
/// Binary form of a tick, version <see cref="Version"/>: little-endian, fixed field order, floats as their bits, so that a rerun sees exactly what the
/// tick saw. A change of layout is a new version. No I/O: files belong to the shell.
/// </summary>
public static class TickCodec
{
    /// <summary>Version 2 added the object lists of readings, version 3 the arrival forecasts; older records, which have none, are still read.</summary>
    public const byte Version = 3;

    /// <summary>Oldest version that is read.</summary>
    public const byte OldestVersion = 1;

    /// <summary>Most objects that one reading is recorded with: no lane's tracker looks at more.</summary>
    public const int MaximumObjects = TrafficPicture.LaneCapacity;

    /// <summary>Most readings that one record holds; the feed's capacity is below it.</summary>
    public const int MaximumReadings = 4096;

    private const int ReadingBytes = 4 + 3 + 8 * 3 + 4 + 4 + 4 + 1;
    private const int ObjectBytes = 8 + 4 * 4;
    private const int StatusBytes = 64 + GroupSet.Capacity * 9;
    private const int DigestBytes = 64;

    /// <summary>Enough room for any record of this input.</summary>
    public static int SizeLimit(in TickInput input)
    {
        var size = 64 + StatusBytes + DigestBytes + input.Readings.Length * ReadingBytes + input.Forecasts.Length * ForecastCodec.Bytes;
        foreach (ref readonly var reading in input.Readings)
        {
            size += ObjectBytes * ObjectsOf(reading);
        }

        foreach (var neighbour in input.Neighbours)
        {
            size += 32 + 3 * (neighbour.From.Length + neighbour.Approach.Length) + 4 * neighbour.VehiclesPerBin.Length;
        }

        return size;
    }

    /// <summary>Encodes one tick; returns the bytes written.</summary>
    /// <exception cref="ArgumentException"><paramref name="into"/> is smaller than <see cref="SizeLimit"/>.</exception>
    public static int Encode(in TickInput input, in TickResult result, Span<byte> into)
    {
        var writer = new ByteWriter(into);
        writer.Byte(Version);
        writer.Int64(input.Number);
        writer.Int64(input.Deadline.UnixMilliseconds);
        writer.Byte((byte)input.Local.Day);
        writer.Int64(input.Local.SinceMidnight.Milliseconds);
        writer.Int32(input.ReadingsDropped);
        writer.Flag(input.DecisionWasLate);
        writer.Byte((byte)input.Limit);
        writer.Flag(input.Shadow);
        writer.UInt16((ushort)input.Readings.Length);
        foreach (ref readonly var reading in input.Readings)
        {
            Write(ref writer, reading);
        }

        StatusCodec.Write(ref writer, input.Status);
        writer.Byte((byte)input.Neighbours.Length);
        foreach (var neighbour in input.Neighbours)
        {
            Write(ref writer, neighbour);
        }

        ForecastCodec.Write(ref writer, input.Forecasts);
        Write(ref writer, ResultDigest.Of(result));
        return writer.Written;
    }

    /// <exception cref="InvalidDataException">Another version, or a record that ends early.</exception>
    public static TickRecord Decode(ReadOnlySpan<byte> record)
    {
        try
        {
            return DecodeWhole(record);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"the tick record of {record.Length} bytes ends early");
        }
    }

    private static TickRecord DecodeWhole(ReadOnlySpan<byte> record)
    {
        var reader = new ByteReader(record);
        var version = reader.Byte();
        if (version is < OldestVersion or > Version)
        {
            throw new InvalidDataException($"tick record version {version}; this build reads versions {OldestVersion} to {Version}");
        }

        var number = reader.Int64();
        var deadline = new Instant(reader.Int64());
        var local = new LocalTime((DayOfWeek)reader.Byte(), new Duration(reader.Int64()));
        var dropped = reader.Int32();
        var late = reader.Flag();
        var limit = (ControlLevel)reader.Byte();
        var shadow = reader.Flag();
        var readings = new DetectorReading[reader.UInt16()];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = Reading(ref reader, version);
        }

        var status = StatusCodec.Read(ref reader);
        var neighbours = new NeighbourOutflow[reader.Byte()];
        for (var i = 0; i < neighbours.Length; i++)
        {
            neighbours[i] = Neighbour(ref reader);
        }

        return new TickRecord
        {
            Number = number,
            Deadline = deadline,
            Local = local,
            ReadingsDropped = dropped,
            DecisionWasLate = late,
            Limit = limit,
            Shadow = shadow,
            Readings = readings,
            Status = status,
            Neighbours = neighbours,
            Forecasts = version > 2 ? ForecastCodec.Read(ref reader) : [],
            Digest = Digest(ref reader),
        };
    }

    private static void Write(ref ByteWriter writer, in DetectorReading reading)
    {
        writer.Int32(reading.Detector);
        writer.Byte((byte)reading.Kind);
        writer.Byte((byte)reading.Quality);
        writer.Flag(reading.On);
        writer.Int64(reading.From.UnixMilliseconds);
        writer.Int64(reading.To.UnixMilliseconds);
        writer.Int64(reading.ReceivedAt.UnixMilliseconds);
        writer.Int32(reading.Count);
        writer.Single(reading.Occupancy);
        writer.Single(reading.SpeedKph);
        if (reading.Kind == ReadingKind.Objects)
        {
            WriteObjects(ref writer, reading);
        }
    }

    private static int ObjectsOf(in DetectorReading reading) =>
        reading.Kind != ReadingKind.Objects || reading.Objects.IsDefault ? 0 : Math.Min(MaximumObjects, reading.Objects.Length);

    private static void WriteObjects(ref ByteWriter writer, in DetectorReading reading)
    {
        var count = ObjectsOf(reading);
        writer.Byte((byte)count);
        for (var i = 0; i < count; i++)
        {
            var seen = reading.Objects[i];
            writer.Int64(seen.Track);
            writer.Single(seen.DistanceMetres);
            writer.Single(seen.SpeedKph);
            writer.Single(seen.LengthMetres);
            writer.Single(seen.Share);
        }
    }

    private static DetectorReading Reading(ref ByteReader reader, byte version)
    {
        var reading = new DetectorReading(
            reader.Int32(), (ReadingKind)reader.Byte(), (ReadingQuality)reader.Byte(), reader.Flag(),
            new Instant(reader.Int64()), new Instant(reader.Int64()), new Instant(reader.Int64()),
            reader.Int32(), reader.Single(), reader.Single());
        return version > 1 && reading.Kind == ReadingKind.Objects ? reading with { Objects = Objects(ref reader) } : reading;
    }

    private static ImmutableArray<VehicleObject> Objects(ref ByteReader reader)
    {
        var objects = ImmutableArray.CreateBuilder<VehicleObject>(reader.Byte());
        for (var i = 0; i < objects.Capacity; i++)
        {
            objects.Add(new VehicleObject(reader.Int64(), reader.Single(), reader.Single(), reader.Single(), reader.Single()));
        }

        return objects.MoveToImmutable();
    }

    private static void Write(ref ByteWriter writer, NeighbourOutflow outflow)
    {
        writer.Text(outflow.From);
        writer.Text(outflow.Approach);
        writer.Int64(outflow.Start.UnixMilliseconds);
        writer.Single(outflow.SpaceVehicles);
        writer.Byte((byte)outflow.VehiclesPerBin.Length);
        foreach (var vehicles in outflow.VehiclesPerBin)
        {
            writer.Single(vehicles);
        }
    }

    private static NeighbourOutflow Neighbour(ref ByteReader reader)
    {
        var from = reader.Text();
        var approach = reader.Text();
        var start = new Instant(reader.Int64());
        var space = reader.Single();
        var bins = ImmutableArray.CreateBuilder<float>(reader.Byte());
        for (var i = 0; i < bins.Capacity; i++)
        {
            bins.Add(reader.Single());
        }

        return new NeighbourOutflow(from, approach, start, bins.MoveToImmutable(), space);
    }

    private static void Write(ref ByteWriter writer, in ResultDigest digest)
    {
        writer.Flag(digest.Commanded);
        writer.Byte((byte)digest.Kind);
        writer.UInt64(digest.Request.Hold.Bits);
        writer.UInt64(digest.Request.ForceOff.Bits);
        writer.UInt64(digest.Request.Omit.Bits);
        writer.UInt64(digest.Request.Call.Bits);
        writer.Byte((byte)digest.Stage);
        writer.UInt64(digest.Green.Bits);
        writer.Byte((byte)digest.Reason);
        writer.Byte((byte)digest.Refusal);
        writer.Byte((byte)digest.Level);
        writer.Byte((byte)digest.Cause);
    }

    private static ResultDigest Digest(ref ByteReader reader)
    {
        var commanded = reader.Flag();
        var kind = (CommandKind)reader.Byte();
        var request = new GroupRequest(
            new GroupSet(reader.UInt64()), new GroupSet(reader.UInt64()), new GroupSet(reader.UInt64()), new GroupSet(reader.UInt64()));
        return new ResultDigest(
            commanded, kind, request, reader.Byte(), new GroupSet(reader.UInt64()), (IntentReason)reader.Byte(),
            (Refusal)reader.Byte(), (ControlLevel)reader.Byte(), (LadderCause)reader.Byte());
    }
}
