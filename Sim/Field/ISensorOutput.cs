namespace Signals.Sim.Field;

/// <summary>Where emulated sensors send their messages. Bounded: what cannot be sent in time is dropped, oldest first, and counted.</summary>
public interface ISensorOutput
{
    /// <summary>Messages sent since the start.</summary>
    long Sent { get; }

    /// <summary>Messages dropped since the start.</summary>
    long Dropped { get; }

    /// <summary>Queues one message; copies it and never blocks.</summary>
    /// <param name="topic">MQTT topic; ignored by outputs without topics.</param>
    /// <param name="message">One JSON object.</param>
    void Send(string topic, ReadOnlySpan<byte> message);

    /// <summary>Sends what is queued until cancelled, reconnecting for ever.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
