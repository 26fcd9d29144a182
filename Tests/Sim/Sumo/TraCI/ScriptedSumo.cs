using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Signals.Tests.Sim.Sumo.TraCI;

/// <summary>A TraCI server that answers each message with the next of its prepared answers, and then says nothing more.</summary>
internal sealed class ScriptedSumo : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public ScriptedSumo(params byte[][] answers)
    {
        _listener.Start();
        _serving = ServeAsync(answers);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Contents of the messages that came, their length left out.</summary>
    public List<byte[]> Received { get; } = [];

    /// <summary>A verdict that all is well.</summary>
    public static byte[] Ok(byte command) => [0x07, command, 0x00, 0, 0, 0, 0];

    /// <summary>A refusal with a reason.</summary>
    public static byte[] Refused(byte command, string reason) => [(byte)(7 + reason.Length), command, 0xFF, .. Text(reason)];

    /// <summary>The version's answer.</summary>
    public static byte[] Version(int api, string name) => [.. Ok(0x00), (byte)(10 + name.Length), 0x00, .. Integer(api), .. Text(name)];

    /// <summary>Result of the simulation's subscription: who was inserted, who arrived.</summary>
    public static byte[] Simulation(string[] departed, string[] arrived) =>
        WithLength([0xEB, .. Text(""), 2, 0x74, 0x00, 0x0E, .. List(departed), 0x7A, 0x00, 0x0E, .. List(arrived)]);

    /// <summary>Result of a vehicle's subscription.</summary>
    public static byte[] Vehicle(string id, string lane, double position, double speed) =>
        WithLength([0xE4, .. Text(id), 3, 0x51, 0x00, 0x0C, .. Text(lane), 0x56, 0x00, 0x0B, .. Double(position), 0x40, 0x00, 0x0B, .. Double(speed)]);

    /// <summary>Answer to the question for a vehicle's length.</summary>
    public static byte[] VehicleLength(string id, double length) => [.. Ok(0xA4), .. WithLength([0xB4, 0x44, .. Text(id), 0x0B, .. Double(length)])];

    public static byte[] Integer(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Text(string text) => [.. Integer(text.Length), .. Encoding.Latin1.GetBytes(text)];

    public void Dispose()
    {
        _listener.Dispose();
        _ = _serving;
    }

    private static byte[] Double(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    }

    private static byte[] List(string[] texts) => [.. Integer(texts.Length), .. texts.SelectMany(Text)];

    private static byte[] WithLength(byte[] command) => command.Length + 1 <= 255 ? [(byte)(command.Length + 1), .. command] : [0, .. Integer(command.Length + 5), .. command];

    private async Task ServeAsync(byte[][] answers)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            foreach (var answer in answers)
            {
                var header = new byte[4];
                await stream.ReadExactlyAsync(header);
                var message = new byte[BinaryPrimitives.ReadInt32BigEndian(header) - 4];
                await stream.ReadExactlyAsync(message);
                Received.Add(message);
                await stream.WriteAsync((byte[])[.. Integer(answer.Length + 4), .. answer]);
            }

            await stream.CopyToAsync(Stream.Null);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException)
        {
            // The test has seen enough.
        }
    }
}
