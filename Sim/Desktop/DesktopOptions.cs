using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Cabinet;

namespace Signals.Sim.Desktop;

/// <summary>How the emulated sensors reach the controller.</summary>
public enum SensorWire
{
    /// <summary>MQTT 5 through a broker inside the process.</summary>
    Mqtt,
    Udp,
}

/// <summary>How a desk-top corridor runs. Immutable.</summary>
public sealed record DesktopOptions
{
    /// <summary>Seed of traffic and sensors. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Default MQTT.</summary>
    public SensorWire Sensors { get; init; } = SensorWire.Mqtt;

    /// <summary>Broker on this loopback port, cabinets on the following ones. Default 15020; 0 takes free ports.</summary>
    public int BasePort { get; init; } = 15020;

    /// <summary>Controller that every intersection runs; null: as the corridor file says.</summary>
    public ControlLevel? Level { get; init; }

    /// <summary>Local time of day of the simulated demand at the start. Default 08:00.</summary>
    public Duration DemandAt { get; init; } = Duration.FromSeconds(8 * 3600);

    /// <summary>Settings of every emulated cabinet.</summary>
    public EmulatedCabinetOptions Cabinet { get; init; } = EmulatedCabinetOptions.Default;

    /// <summary>Folder of event store and flight recorder; null keeps nothing.</summary>
    public string? DataDirectory { get; init; }
}
