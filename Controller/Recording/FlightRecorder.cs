using System.Buffers;
using System.Buffers.Binary;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Signals.Controller.Storage;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Core.Tick.Recording;

namespace Signals.Controller.Recording;

/// <summary>
/// Writes every tick of every intersection to bounded logs, from which an incident can be rerun bit for bit. The tick only encodes into a pooled buffer and goes on;
/// ticks that the writer cannot take are marked as a gap.
/// </summary>
public sealed class FlightRecorder : IDisposable
{
    private const int BatchLimit = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LogAgainAfter = TimeSpan.FromMinutes(1);

    private readonly SegmentWriter[] _segments;
    private readonly Channel[] _channels;
    private readonly FlightRecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BackgroundWriter<Item> _writer;
    private long _flushedAt;
    private long? _complainedAt;
    private long _failed;

    /// <param name="directory">One folder an intersection is made below it.</param>
    /// <param name="corridor">The corridor.</param>
    /// <param name="corridorFile">Bytes of its file: a log explains itself.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">Names the run.</param>
    /// <param name="logger">Where losses are reported, at most once a minute.</param>
    public FlightRecorder(
        string directory, Corridor corridor, byte[] corridorFile, FlightRecorderOptions options, TimeProvider time, ILogger<FlightRecorder> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _flushedAt = time.GetTimestamp();
        var run = time.GetUtcNow().ToUnixTimeMilliseconds();
        var segmentBytes = Math.Max(64 * 1024, options.MaximumBytes / corridor.Intersections.Length / options.SegmentsPerIntersection);
        _segments = [.. corridor.Intersections.Select(i => new SegmentWriter(
            Path.Combine(directory, i.Id),
            new FlightLogHeader(i.Id, run, 0, SoftwareVersion, TickCodec.Version, corridor.ContentHash),
            corridorFile, segmentBytes, options.SegmentsPerIntersection))];
        _channels = [.. corridor.Intersections.Select((_, index) => new Channel(this, index))];
        _writer = new BackgroundWriter<Item>("flight-recorder", options.QueueCapacity, BatchLimit, Patience, Write);
        _writer.Start();
    }

    /// <summary>Version that a rerun compares with its own.</summary>
    public static string SoftwareVersion { get; } =
        typeof(FlightRecorder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Ticks lost because the writer could not keep up.</summary>
    public long Dropped => _writer.Dropped;

    /// <summary>Batches lost to faults of the disk.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The recorder of one intersection, by its position in the corridor. One tick at a time.</summary>
    public ITickRecorder Of(int intersection) => _channels[intersection];

    public void Dispose()
    {
        _writer.Dispose();
        foreach (var segment in _segments)
        {
            Guarded(segment.Flush);
            segment.Dispose();
        }
    }

    private void Write(List<Item> batch)
    {
        foreach (var item in batch)
        {
            Guarded(() => _segments[item.Intersection].Append(item.Kind, item.Payload.AsSpan(0, item.Length)));
            ArrayPool<byte>.Shared.Return(item.Payload);
        }

        if (_time.GetElapsedTime(_flushedAt) >= _options.FlushAfter)
        {
            _flushedAt = _time.GetTimestamp();
            foreach (var segment in _segments)
            {
                Guarded(segment.Flush);
            }
        }
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _failed);
            if (_complainedAt is not { } at || _time.GetElapsedTime(at) >= LogAgainAfter)
            {
                _complainedAt = _time.GetTimestamp();
                _logger.LogError("flight recorder: {Error}; control goes on, the record has a gap; make room on the disk", failure.Message);
            }
        }
    }

    private readonly record struct Item(int Intersection, FlightFrameKind Kind, byte[] Payload, int Length);

    /// <summary>One intersection's way into the queue. Used by its actor only.</summary>
    private sealed class Channel(FlightRecorder recorder, int intersection) : ITickRecorder
    {
        private long _lost;

        public void Begin()
        {
            MarkGap();
            Put(FlightFrameKind.Begin, ArrayPool<byte>.Shared.Rent(1), 0);
        }

        public void Record(in TickInput input, in TickResult result)
        {
            MarkGap();
            var buffer = ArrayPool<byte>.Shared.Rent(TickCodec.SizeLimit(input));
            Put(FlightFrameKind.Tick, buffer, TickCodec.Encode(input, result, buffer));
        }

        private void MarkGap()
        {
            if (_lost == 0)
            {
                return;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(sizeof(long));
            BinaryPrimitives.WriteInt64LittleEndian(buffer, _lost);
            if (recorder._writer.TryAdd(new Item(intersection, FlightFrameKind.Gap, buffer, sizeof(long))))
            {
                _lost = 0;
            }
            else
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private void Put(FlightFrameKind kind, byte[] buffer, int length)
        {
            if (_lost > 0 || !recorder._writer.TryAdd(new Item(intersection, kind, buffer, length)))
            {
                _lost++;
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
