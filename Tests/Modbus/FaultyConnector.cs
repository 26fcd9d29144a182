using Signals.Modbus.Transport;

namespace Signals.Tests.Modbus;

/// <summary>Puts a <see cref="FaultyStream"/> on every connection, each with a seed of its own.</summary>
public sealed class FaultyConnector(IModbusConnector inner, int seed, double faultsPerRead) : IModbusConnector
{
    private int _connections;

    public string Endpoint => inner.Endpoint;

    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken) =>
        new FaultyStream(await inner.ConnectAsync(cancellationToken), seed + _connections++, faultsPerRead);
}
