namespace Signals.Drivers.Feeds;

/// <summary>How to reach the broker of the sensors.</summary>
public sealed record MqttSensorOptions
{
    public required string Host { get; init; }

    /// <summary>Default 1883; 8883 with TLS.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Use TLS and check the broker's certificate. Default false: loopback or an isolated segment only.</summary>
    public bool Tls { get; init; }

    /// <summary>User name, or null for none.</summary>
    public string? User { get; init; }

    /// <summary>Password; read from a file by the host, never from the corridor file.</summary>
    public string? Password { get; init; }

    /// <summary>Must be unique at the broker: two clients of one name throw each other out.</summary>
    public required string ClientId { get; init; }

    /// <summary>0 or 1, default 1: a lost edge costs more than a repeated one, which the sequence removes.</summary>
    public int QualityOfService { get; init; } = 1;

    /// <summary>Deadline of connecting and subscribing. Default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause before the first reconnect; doubles up to <see cref="LongestPause"/>. Default 0.5 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Default 15 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);
}
