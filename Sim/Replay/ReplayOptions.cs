using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>How a log is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Replay seconds per real second, 1–50.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Controller to run.</summary>
    public ControlLevel Level { get; init; } = ControlLevel.Actuated;

    /// <summary>Stop after this much of the log; null plays it whole.</summary>
    public Duration? Length { get; init; }

    /// <summary>Time before the log's first event in which the cabinets start up and the controller takes over.</summary>
    public Duration LeadIn { get; init; } = Duration.FromSeconds(60);

    /// <summary>Folder for the controller's event store and flight log.</summary>
    public required string DataDirectory { get; init; }
}
