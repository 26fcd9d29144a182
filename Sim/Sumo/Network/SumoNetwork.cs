using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Network;

/// <summary>What we use of a SUMO network: roads, ways through the junctions, right of way, signal programs. Immutable.</summary>
public sealed class SumoNetwork
{
    private readonly Dictionary<string, SumoEdge> _edges;
    private readonly Dictionary<string, SumoLane> _lanes;
    private readonly ILookup<string, SumoConnection> _outgoing;
    private readonly ILookup<string, SumoConnection> _incoming;

    /// <param name="path">File it came from, for messages.</param>
    /// <param name="leftHand">True where traffic keeps to the left.</param>
    /// <param name="edges">All edges, internal ones included.</param>
    /// <param name="connections">All connections, internal ones included, in file order.</param>
    /// <param name="junctions">All junctions.</param>
    /// <param name="programs">One for each traffic light: that which SUMO starts with.</param>
    public SumoNetwork(
        string path, bool leftHand, ImmutableArray<SumoEdge> edges, ImmutableArray<SumoConnection> connections, ImmutableArray<SumoJunction> junctions,
        ImmutableArray<SumoProgram> programs)
    {
        Path = path;
        LeftHand = leftHand;
        Edges = edges;
        Connections = connections;
        Junctions = junctions;
        Programs = programs;
        _edges = edges.ToDictionary(e => e.Id);
        _lanes = edges.SelectMany(e => e.Lanes).ToDictionary(l => l.Id);
        var numbered = connections.Where(IsNumbered).ToArray();
        _outgoing = numbered.ToLookup(c => c.FromLaneId);
        _incoming = numbered.Where(c => !c.From.StartsWith(':')).ToLookup(c => c.ToLaneId);
    }

    public string Path { get; }

    public bool LeftHand { get; }

    public ImmutableArray<SumoEdge> Edges { get; }

    public ImmutableArray<SumoConnection> Connections { get; }

    public ImmutableArray<SumoJunction> Junctions { get; }

    public ImmutableArray<SumoProgram> Programs { get; }

    /// <exception cref="SumoFormatException">The file names an edge that it does not have.</exception>
    public SumoEdge Edge(string id) => _edges.TryGetValue(id, out var edge)
        ? edge
        : throw new SumoFormatException($"{Path}: edge \"{id}\" is named by a connection but not defined; write the network again with netconvert");

    /// <exception cref="SumoFormatException">The file names a lane that it does not have.</exception>
    public SumoLane Lane(string id) => _lanes.TryGetValue(id, out var lane)
        ? lane
        : throw new SumoFormatException($"{Path}: lane \"{id}\" is named by a connection but not defined; write the network again with netconvert");

    /// <summary>Connections that leave a lane, in file order: for vehicles, and from a walking area onto crossings.</summary>
    public IEnumerable<SumoConnection> From(string lane) => _outgoing[lane];

    /// <summary>Connections from roads into a lane; those inside of a junction are part of their <see cref="Inside"/>.</summary>
    public IEnumerable<SumoConnection> Into(string lane) => _incoming[lane];

    /// <summary>Internal lanes that a connection runs over, in driving order.</summary>
    public ImmutableArray<SumoLane> Inside(SumoConnection connection)
    {
        var lanes = ImmutableArray.CreateBuilder<SumoLane>();
        for (var via = connection.Via; via.Length > 0 && !lanes.Any(l => l.Id == via);)
        {
            lanes.Add(Lane(via));
            via = _outgoing[via].FirstOrDefault()?.Via ?? "";
        }

        return lanes.ToImmutable();
    }

    /// <summary>Those that a junction's request table counts: pavements are joined to walking areas without right of way.</summary>
    private bool IsNumbered(SumoConnection connection)
    {
        var from = Function(connection.From);
        var to = Function(connection.To);
        return to != "walkingarea" && (from is not ("walkingarea" or "crossing") || to == "crossing");
    }

    private string Function(string edge) => _edges.TryGetValue(edge, out var found) ? found.Function : "";
}
