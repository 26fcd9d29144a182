using System.Buffers.Binary;
using System.Text;

namespace Signals.Sim.Sumo.TraCI;

/// <summary>
/// Builds one TraCI message of any number of commands in a buffer that is used again. A message is its length (4 bytes) and its commands; a command is
/// its length (1 byte, or 0 and 4 bytes), its code and its content. Big-endian; strings are a 4-byte length and Latin-1.
/// </summary>
internal sealed class TraciWriter
{
    private const int StringHeader = 4;
    private const int SubscriptionTimes = 2 * sizeof(double);

    private readonly List<byte> _sent = [];
    private byte[] _buffer = new byte[4096];
    private int _length = TraciCode.MessageHeader;

    /// <summary>Codes of the commands in the message, in order: SUMO answers each of them.</summary>
    public IReadOnlyList<byte> Commands => _sent;

    public bool IsEmpty => _sent.Count == 0;

    /// <summary>Forgets the message.</summary>
    public void Clear()
    {
        _sent.Clear();
        _length = TraciCode.MessageHeader;
    }

    /// <summary>The whole message, ready to be sent; valid until the next call.</summary>
    public ReadOnlySpan<byte> Message()
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer, _length);
        return _buffer.AsSpan(0, _length);
    }

    public void GetVersion() => Begin(TraciCode.GetVersion, 0);

    public void Close() => Begin(TraciCode.Close, 0);

    /// <summary>One step of the simulation.</summary>
    public void Step()
    {
        Begin(TraciCode.SimulationStep, sizeof(double));
        Double(TraciCode.OneStep);
    }

    /// <summary>Shows a state on a traffic light until the next one is set.</summary>
    public void SetState(string trafficLight, string state)
    {
        Begin(TraciCode.SetTrafficLight, 1 + StringHeader + trafficLight.Length + 1 + StringHeader + state.Length);
        Byte(TraciCode.State);
        Text(trafficLight);
        Byte(TraciCode.TypeString);
        Text(state);
    }

    /// <summary>One value of a vehicle, once.</summary>
    public void GetVehicle(byte variable, string vehicle)
    {
        Begin(TraciCode.GetVehicle, 1 + StringHeader + vehicle.Length);
        Byte(variable);
        Text(vehicle);
    }

    /// <summary>Values of a vehicle with every step, as long as it is there.</summary>
    public void SubscribeVehicle(string vehicle, ReadOnlySpan<byte> variables) => Subscribe(TraciCode.SubscribeVehicle, vehicle, variables);

    /// <summary>Values of the simulation with every step.</summary>
    public void SubscribeSimulation(ReadOnlySpan<byte> variables) => Subscribe(TraciCode.SubscribeSimulation, "", variables);

    private void Subscribe(byte command, string id, ReadOnlySpan<byte> variables)
    {
        Begin(command, SubscriptionTimes + StringHeader + id.Length + 1 + variables.Length);
        Double(TraciCode.Always);
        Double(TraciCode.Always);
        Text(id);
        Byte((byte)variables.Length);
        foreach (var variable in variables)
        {
            Byte(variable);
        }
    }

    private void Begin(byte command, int contentLength)
    {
        const int ShortHeader = 2, LongHeader = 6;
        _sent.Add(command);
        Reserve(LongHeader + contentLength);
        if (ShortHeader + contentLength <= TraciCode.LongestShortCommand)
        {
            Byte((byte)(ShortHeader + contentLength));
        }
        else
        {
            Byte(0);
            Integer(LongHeader + contentLength);
        }

        Byte(command);
    }

    private void Reserve(int more)
    {
        if (_length + more > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + more));
        }
    }

    private void Byte(byte value) => _buffer[_length++] = value;

    private void Integer(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(int);
    }

    private void Double(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(double);
    }

    private void Text(string value)
    {
        Integer(value.Length);
        _length += Encoding.Latin1.GetBytes(value, _buffer.AsSpan(_length));
    }
}
