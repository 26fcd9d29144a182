namespace Signals.Sim.Field;

/// <summary>Sensors that nobody listens to: cabinets alone, with the detectors that are wired to them.</summary>
public sealed class NoSensorOutput : ISensorOutput
{
    public long Sent => 0;

    public long Dropped { get; private set; }

    public void Send(string topic, ReadOnlySpan<byte> message) => Dropped++;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The way it ends.
        }
    }
}
