using System.Collections.Immutable;
using Signals.Actors.Clock;
using Signals.Actors.Control;
using Signals.Core.Units;
using Signals.Prediction.Ladder;

namespace Signals.Controller.Hosting;

/// <summary>The controller at one moment, for consoles, reports and metrics.</summary>
/// <param name="Corridor">Title of the corridor.</param>
/// <param name="ContentHash">SHA-256 of the corridor file.</param>
/// <param name="At">Now on the control time line.</param>
/// <param name="Clock">How late ticks were told.</param>
/// <param name="TicksMissed">Ticks the clock slept through.</param>
/// <param name="WallOffset">Wall clock minus control time: large after the wall clock was set.</param>
/// <param name="ClockFailure">Why the clock stopped, null while it runs.</param>
/// <param name="Intersections">In order of the file.</param>
/// <param name="Records">Event store and flight recorder.</param>
public sealed record ControllerSnapshot(
    string Corridor, string ContentHash, Instant At, LatenessSummary Clock, long TicksMissed, TimeSpan WallOffset, string? ClockFailure,
    ImmutableArray<IntersectionView> Intersections, RecordsView Records);

/// <summary>One intersection as a console shows it.</summary>
/// <param name="Id">Intersection id.</param>
/// <param name="Name">For people.</param>
/// <param name="Linked">The cabinet has been read within the last second.</param>
/// <param name="Link">Where the cabinet is and how the link stands, in words.</param>
/// <param name="Latest">Mode, groups, level, cause, queues, explanation; null before the first tick.</param>
/// <param name="Began">Lateness of the start of its ticks.</param>
/// <param name="Decided">Lateness of its commands, handed to the link.</param>
/// <param name="Incarnations">Starts of its actor: above 1 it has failed before.</param>
/// <param name="Sensors">What became of its sensors' messages, by outcome.</param>
public sealed record IntersectionView(
    string Id, string Name, bool Linked, string Link, IntersectionSnapshot? Latest, LatenessSummary Began, LatenessSummary Decided,
    int Incarnations, ImmutableDictionary<string, long> Sensors)
{
    /// <summary>How its arrival forecasts stand, now and later; null where there are none.</summary>
    public ForecastStatus? Forecast { get; init; }
}

/// <summary>How storage fares.</summary>
/// <param name="EventsWritten">Events in the store since start.</param>
/// <param name="EventsDropped">Lost: queue full.</param>
/// <param name="EventsFailed">Lost: disk.</param>
/// <param name="TicksDropped">Flight recorder: lost ticks.</param>
/// <param name="RecorderFaults">Flight recorder: faults of the disk.</param>
public sealed record RecordsView(long EventsWritten, long EventsDropped, long EventsFailed, long TicksDropped, long RecorderFaults);
