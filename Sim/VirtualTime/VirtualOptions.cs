using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Sim.Sensors;

namespace Signals.Sim.VirtualTime;

/// <summary>How a virtual corridor runs. Immutable.</summary>
public sealed record VirtualOptions
{
    public static readonly VirtualOptions Default = new();

    /// <summary>Monday, 5 January 2026: day of the week on which plans by time of day are looked up.</summary>
    public static readonly Instant Monday = new(1_767_571_200_000);

    /// <summary>Midnight of the simulated day; local time is UTC in virtual time.</summary>
    public Instant Midnight { get; init; } = Monday;

    /// <summary>Local time at which the run begins. Default 07:00.</summary>
    public Duration StartAt { get; init; } = Duration.FromSeconds(7 * 3600);

    /// <summary>Step of the traffic engine; a multiple of 100 ms. Default 200 ms.</summary>
    public Duration TrafficStep { get; init; } = new(200);

    /// <summary>Settings of the adaptive controller; the product's unless an experiment takes a part away.</summary>
    public PlannerSettings Planner { get; init; } = PlannerSettings.Default;

    /// <summary>Makes the recorder of an intersection (by its position in the corridor), or gives null; null: nothing is recorded.</summary>
    public Func<Corridor, int, ITickRecorder?>? Recorder { get; init; }

    /// <summary>Makes the forecaster of an intersection (by its position in the corridor), or gives null; null: nothing is forecast.</summary>
    public Func<Corridor, int, IArrivalForecast?>? Forecasts { get; init; }

    /// <summary>Usual flows that an intersection (by its position in the corridor) starts with; null starts without. It learns from a copy.</summary>
    public Func<Corridor, int, HistoricProfile>? Profiles { get; init; }

    /// <summary>Failures of sensors by position of the intersection in the corridor; none unless an experiment breaks something.</summary>
    public ImmutableArray<(int Intersection, SensorFault Fault)> Faults { get; init; } = [];
}
