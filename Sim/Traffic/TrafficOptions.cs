using Signals.Core.Units;

namespace Signals.Sim.Traffic;

/// <summary>How the engine runs; what it simulates is the scenario's business.</summary>
public sealed record TrafficOptions
{
    public static readonly TrafficOptions Default = new();

    /// <summary>Time step, 100–1,000 ms; default 500 ms. The emulated desk-top corridor uses 200 ms.</summary>
    public Duration StepLength { get; init; } = new(500);

    /// <summary>Control time of the first step.</summary>
    public Instant Start { get; init; } = Instant.Epoch;

    /// <summary>Local time of day at <see cref="Start"/>; decides where in the demand profiles the run begins.</summary>
    public Duration TimeOfDay { get; init; } = Duration.Zero;

    /// <summary>Share of drivers who do not enter a junction that they cannot leave, 0–1; default 1.</summary>
    public double KeepClearCompliance { get; init; } = 1.0;

    /// <summary>Least length of a road that enters the network; shorter approaches are lengthened so that queues stay visible. Default 250 m.</summary>
    public Metres EntryLength { get; init; } = new(250);

    /// <summary>Length of a road that leaves the network. Default 80 m.</summary>
    public Metres ExitLength { get; init; } = new(80);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(StepLength.Milliseconds, 100, nameof(StepLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StepLength.Milliseconds, 1000, nameof(StepLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepClearCompliance, 0.0, nameof(KeepClearCompliance));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepClearCompliance, 1.0, nameof(KeepClearCompliance));
    }
}
