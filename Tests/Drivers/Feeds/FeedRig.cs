using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Tests.Sensing;

namespace Signals.Tests.Drivers.Feeds;

/// <summary>One site "X1" with a radar of three mapped lanes, its feed and router, on fake time.</summary>
internal sealed class FeedRig
{
    public const string Site = "X1";
    public const string Radar = "radar-07";

    public FeedRig(FeedLimits? limits = null, TimeProvider? time = null)
    {
        Intersection = Crossroads.With(
            Crossroads.Detector(DetectorRole.StopLine, 0, 1, DetectorKind.Radar, Radar, 1),
            Crossroads.Detector(DetectorRole.StopLine, 0, 2, DetectorKind.Radar, Radar, 2),
            Crossroads.Detector(DetectorRole.Advance, 0, 0, DetectorKind.Radar, Radar, 2),
            Crossroads.StopLine(1, 1),
            Crossroads.Button());
        limits ??= FeedLimits.Default;
        Feed = new DetectorFeed(Intersection, limits, time ?? Clock, new ListLogger<DetectorFeed>(Log));
        Router = new SensorRouter([Feed], limits, time ?? Clock, new ListLogger<SensorRouter>(Log));
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));

    public Intersection Intersection { get; }

    public DetectorFeed Feed { get; }

    public SensorRouter Router { get; }

    public List<string> Log { get; } = [];

    public Instant Now => new(Clock.GetUtcNow().ToUnixTimeMilliseconds());

    public SensorMessageWriter Writer(long firstSequence = 0, string sensor = Radar, string site = Site) => new(site, sensor, firstSequence);

    public FeedOutcome Send(string json) => Router.Receive(Encoding.UTF8.GetBytes(json));

    public DetectorReading[] DrainAll()
    {
        var into = new DetectorReading[4096];
        return into[..Feed.Drain(into)];
    }

    /// <summary>Keeps the finished lines.</summary>
    private sealed class ListLogger<T>(List<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }
    }
}
