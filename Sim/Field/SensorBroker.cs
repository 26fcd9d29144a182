using System.Net;
using MQTTnet.Server;

namespace Signals.Sim.Field;

/// <summary>An MQTT broker inside the process, on loopback, so that the desk-top corridor needs nothing installed.</summary>
public sealed class SensorBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    private SensorBroker(MqttServer server, int port)
    {
        _server = server;
        Port = port;
    }

    public int Port { get; }

    /// <param name="port">Port on loopback.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SensorBroker> StartAsync(int port)
    {
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .Build();
        var server = new MqttServerFactory().CreateMqttServer(options);
        try
        {
            await server.StartAsync();
            return new SensorBroker(server, port);
        }
        catch (System.Net.Sockets.SocketException failure)
        {
            server.Dispose();
            throw new IOException($"the sensor broker cannot listen on 127.0.0.1:{port}: {failure.Message}; choose other ports with --base-port", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }
}
