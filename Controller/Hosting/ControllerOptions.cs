using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Signals.Controller.Configuration.Nodes;
using Signals.Controller.Recording;
using Signals.Controller.Storage;
using Signals.Core.Model;
using Signals.Core.Tick;
using Signals.Drivers.Feeds;

namespace Signals.Controller.Hosting;

/// <summary>How a controller is connected to the world. Everything has a default; nothing here changes what is safe.</summary>
public sealed record ControllerOptions
{
    /// <summary>Broker of the sensors; null for none.</summary>
    public MqttSensorOptions? Mqtt { get; init; }

    /// <summary>Where sensor datagrams are received; null for nowhere. Port 0 takes a free one.</summary>
    public IPEndPoint? Udp { get; init; }

    /// <summary>Folder of event store and flight recorder; null keeps nothing.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Start every intersection in shadow mode.</summary>
    public bool Shadow { get; init; }

    /// <summary>Bytes of the corridor file, for the flight recorder.</summary>
    public byte[] CorridorFile { get; init; } = [];

    /// <summary>The files that the corridor was merged from; empty when it is one file, <see cref="CorridorFile"/>.</summary>
    public ImmutableArray<CorridorSource> Sources { get; init; } = [];

    /// <summary>This node of a cluster; null controls everything from this process alone.</summary>
    public NodeSettings? Node { get; init; }

    /// <summary>Folder that paths in the corridor file are relative to; default the current one.</summary>
    public string CorridorFolder { get; init; } = ".";

    /// <summary>Drivers of the cabinets.</summary>
    public required ICabinetLinkFactory Cabinets { get; init; }

    /// <summary>Makes the pure tick of an intersection; default <see cref="IntersectionTicks.Create(Corridor, Intersection)"/>.</summary>
    public Func<Corridor, Intersection, IIntersectionTick> NewTick { get; init; } = IntersectionTicks.Create;

    public FeedLimits Feeds { get; init; } = FeedLimits.Default;

    public EventStoreOptions EventStore { get; init; } = new();

    public FlightRecorderOptions FlightRecorder { get; init; } = new();

    /// <summary>Wall clock and monotonic clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
