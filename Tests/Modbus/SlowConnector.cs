using Signals.Modbus.Transport;

namespace Signals.Tests.Modbus;

/// <summary>Holds every connect until <see cref="Open"/>.</summary>
public sealed class SlowConnector(IModbusConnector inner) : IModbusConnector
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Endpoint => inner.Endpoint;

    public bool IsConnecting { get; private set; }

    public void Open() => _gate.SetResult();

    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        IsConnecting = true;
        await _gate.Task.WaitAsync(cancellationToken);
        return await inner.ConnectAsync(cancellationToken);
    }
}
