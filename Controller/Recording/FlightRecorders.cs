using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Signals.Controller.Configuration.Nodes;
using Signals.Core.Ports;

namespace Signals.Controller.Recording;

/// <summary>One flight recorder for each corridor file, so that every log carries the file that it was made with. They share the bound of the disk.</summary>
internal sealed class FlightRecorders : IDisposable
{
    private readonly ImmutableArray<FlightRecorder> _recorders;
    private readonly ImmutableDictionary<string, ITickRecorder> _byId;

    public FlightRecorders(
        string directory, ImmutableArray<CorridorSource> sources, FlightRecorderOptions options, TimeProvider time, ILogger<FlightRecorder> logger)
    {
        var share = options with { MaximumBytes = options.MaximumBytes / sources.Length };
        _recorders = [.. sources.Select(s => new FlightRecorder(directory, s.Corridor, s.Bytes, share, time, logger))];
        _byId = sources
            .SelectMany((s, file) => s.Corridor.Intersections.Select((x, i) => (x.Id, Recorder: _recorders[file].Of(i))))
            .ToImmutableDictionary(x => x.Id, x => x.Recorder);
    }

    /// <inheritdoc cref="FlightRecorder.Dropped"/>
    public long Dropped => _recorders.Sum(r => r.Dropped);

    /// <inheritdoc cref="FlightRecorder.Failed"/>
    public long Failed => _recorders.Sum(r => r.Failed);

    public ITickRecorder Of(string intersectionId) => _byId[intersectionId];

    public void Dispose()
    {
        foreach (var recorder in _recorders)
        {
            recorder.Dispose();
        }
    }
}
