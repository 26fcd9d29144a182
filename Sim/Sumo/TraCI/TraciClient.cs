using System.Text;

namespace Signals.Sim.Sumo.TraCI;

/// <summary>
/// SUMO as the run loop sees it: step, look at the vehicles, show states. Each vehicle is subscribed when it is inserted, so that a step and everything
/// that moved is one exchange; states set since the last step travel in the same message.
/// </summary>
internal sealed class TraciClient : IDisposable
{
    private static readonly byte[] OfVehicle = [TraciCode.LaneId, TraciCode.LanePosition, TraciCode.Speed];
    private static readonly byte[] OfSimulation = [TraciCode.DepartedIds, TraciCode.ArrivedIds];

    private readonly TraciConnection _connection;
    private readonly TraciWriter _writer = new();
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lanes;
    private readonly VehicleRegister _register = new();
    private readonly List<string> _departed = [];
    private readonly List<SumoVehicle> _vehicles = [];

    /// <param name="connection">Owned by the client from here on.</param>
    /// <param name="lanes">Lane ids whose vehicles are wanted; their order gives <see cref="SumoVehicle.Lane"/>.</param>
    public TraciClient(TraciConnection connection, IReadOnlyList<string> lanes)
    {
        _connection = connection;
        var index = new Dictionary<string, int>(lanes.Count, StringComparer.Ordinal);
        for (var i = 0; i < lanes.Count; i++)
        {
            index.TryAdd(lanes[i], i);
        }

        _lanes = index.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every vehicle in the network after the last step.</summary>
    public IReadOnlyList<SumoVehicle> Vehicles => _vehicles;

    /// <summary>Asks for the protocol's version and subscribes what every step reports.</summary>
    /// <returns>SUMO's own name and version.</returns>
    /// <exception cref="TraciException">SUMO is older than we can talk to.</exception>
    public string Begin()
    {
        _writer.GetVersion();
        var reader = Exchange();
        reader.Verdict(TraciCode.GetVersion);
        reader.SkipLength();
        reader.Expect(TraciCode.GetVersion);
        var api = reader.Integer();
        var name = reader.Text();
        if (api < TraciCode.OldestApi)
        {
            throw new TraciException($"{name} speaks TraCI API {api}; at least {TraciCode.OldestApi} (SUMO 1.0) is needed");
        }

        _writer.SubscribeSimulation(OfSimulation);
        reader = Exchange();
        reader.Verdict(TraciCode.SubscribeSimulation);
        ReadSubscription(ref reader);
        SubscribeDeparted();
        return name;
    }

    /// <summary>Shows a state from the next step on; sent with it.</summary>
    public void SetState(string trafficLight, string state) => _writer.SetState(trafficLight, state);

    /// <summary>Begins a step with the states set so far. <see cref="EndStep"/> must follow.</summary>
    public void BeginStep()
    {
        _writer.Step();
        _connection.Send(_writer.Message());
    }

    /// <summary>Waits for the step's end and takes over what moved.</summary>
    public void EndStep()
    {
        var reader = new TraciReader(_connection.Receive());
        foreach (var command in _writer.Commands)
        {
            reader.Verdict(command);
        }

        _writer.Clear();
        _vehicles.Clear();
        var subscriptions = reader.Integer();
        for (var i = 0; i < subscriptions; i++)
        {
            ReadSubscription(ref reader);
        }

        SubscribeDeparted();
    }

    /// <summary>Ends the simulation: SUMO writes its outputs and exits.</summary>
    public void Close()
    {
        _writer.Clear();
        _writer.Close();
        var reader = Exchange();
        reader.Verdict(TraciCode.Close);
    }

    public void Dispose() => _connection.Dispose();

    private TraciReader Exchange()
    {
        _connection.Send(_writer.Message());
        _writer.Clear();
        return new TraciReader(_connection.Receive());
    }

    /// <summary>Subscribes what was inserted, and reads its first values and its length: all of them in one exchange.</summary>
    private void SubscribeDeparted()
    {
        if (_departed.Count == 0)
        {
            return;
        }

        foreach (var id in _departed)
        {
            _writer.GetVehicle(TraciCode.Length, id);
            _writer.SubscribeVehicle(id, OfVehicle);
        }

        var reader = Exchange();
        foreach (var id in _departed)
        {
            reader.Verdict(TraciCode.GetVehicle);
            reader.SkipLength();
            reader.Expect(TraciCode.GetVehicleAnswer);
            reader.Expect(TraciCode.Length);
            reader.Bytes();
            _register.Add(id, (float)reader.Number());
            reader.Verdict(TraciCode.SubscribeVehicle);
            ReadSubscription(ref reader);
        }

        _departed.Clear();
    }

    private void ReadSubscription(ref TraciReader reader)
    {
        reader.SkipLength();
        var kind = reader.Byte();
        var id = reader.Bytes();
        var variables = reader.Byte();
        if (kind == TraciCode.SubscribeVehicleAnswer)
        {
            ReadVehicle(ref reader, id, variables);
        }
        else if (kind == TraciCode.SubscribeSimulationAnswer)
        {
            ReadSimulation(ref reader, variables);
        }
        else
        {
            throw new TraciException($"SUMO sent results of a subscription 0x{kind:X2} that nobody made");
        }
    }

    private void ReadVehicle(ref TraciReader reader, ReadOnlySpan<byte> id, int variables)
    {
        var lane = -1;
        float position = 0, speed = 0;
        for (var i = 0; i < variables; i++)
        {
            switch (Variable(ref reader))
            {
                case TraciCode.LaneId:
                    reader.Expect(TraciCode.TypeString);
                    lane = LaneOf(reader.Bytes());
                    break;
                case TraciCode.LanePosition:
                    position = (float)reader.Number();
                    break;
                default:
                    speed = (float)reader.Number();
                    break;
            }
        }

        var (track, length) = _register.Of(id);
        _vehicles.Add(new SumoVehicle(track, lane, position, Math.Max(0, speed), length));
    }

    private void ReadSimulation(ref TraciReader reader, int variables)
    {
        for (var i = 0; i < variables; i++)
        {
            var departed = Variable(ref reader) == TraciCode.DepartedIds;
            reader.Expect(TraciCode.TypeStringList);
            var count = reader.Integer();
            for (var k = 0; k < count; k++)
            {
                if (departed)
                {
                    _departed.Add(reader.Text());
                }
                else
                {
                    _register.Remove(reader.Bytes());
                }
            }
        }
    }

    /// <summary>Reads the code and the verdict of one subscribed value.</summary>
    private static byte Variable(ref TraciReader reader)
    {
        var variable = reader.Byte();
        if (reader.Byte() != TraciCode.ResultOk)
        {
            reader.Expect(TraciCode.TypeString);
            throw new TraciException($"SUMO cannot give value 0x{variable:X2}: {reader.Text()}");
        }

        return variable;
    }

    private int LaneOf(ReadOnlySpan<byte> id)
    {
        Span<char> name = stackalloc char[id.Length];
        Encoding.Latin1.GetChars(id, name);
        return _lanes.TryGetValue(name, out var lane) ? lane : -1;
    }
}
