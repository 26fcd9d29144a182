using System.Collections.Immutable;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>
/// The links of one traffic light with their right of way, gathered from every junction that it controls. A link is one character of the state string; it may
/// stand for several connections.
/// </summary>
internal sealed class SignalLinks
{
    private readonly bool[] _foes;
    private readonly bool[] _yields;
    private readonly bool[] _yieldsOutside;

    private SignalLinks(SumoProgram program)
    {
        Program = program;
        Count = program.LinkCount;
        Connections = [.. Enumerable.Range(0, Count).Select(_ => new List<SumoConnection>())];
        _foes = new bool[Count * Count];
        _yields = new bool[Count * Count];
        _yieldsOutside = new bool[Count];
    }

    public SumoProgram Program { get; }

    public int Count { get; }

    /// <summary>Junctions that the traffic light controls.</summary>
    public List<SumoJunction> Junctions { get; } = [];

    /// <summary>Connections of each link, those of pedestrian crossings included.</summary>
    public ImmutableArray<List<SumoConnection>> Connections { get; }

    /// <summary>The two cross or merge.</summary>
    public bool AreFoes(int a, int b) => _foes[a * Count + b] || _foes[b * Count + a];

    /// <summary>When both have right of way, <paramref name="link"/> lets <paramref name="other"/> go first.</summary>
    public bool Yields(int link, int other) => _yields[link * Count + other];

    /// <summary>The link also lets traffic go first that this traffic light does not control.</summary>
    public bool YieldsOutside(int link) => _yieldsOutside[link];

    /// <summary>True when the link is a crossing on foot.</summary>
    public bool IsPedestrian(int link) => Connections[link].Count > 0 && Connections[link].All(c => c.From.StartsWith(':'));

    /// <summary>Every traffic light of the network that has a program, by id. Rail signals have none: they are left to SUMO.</summary>
    /// <exception cref="SumoFormatException">A connection names a link that its traffic light does not have.</exception>
    public static IReadOnlyList<SignalLinks> Gather(SumoNetwork network)
    {
        var signals = network.Programs.ToDictionary(p => p.Signal, p => new SignalLinks(p));
        foreach (var connection in network.Connections.Where(c => c.IsSignalised))
        {
            if (!signals.TryGetValue(connection.Signal, out var signal))
            {
                continue;
            }

            if (connection.LinkIndex >= signal.Count)
            {
                throw new SumoFormatException(
                    $"{network.Path}: connection {connection.FromLaneId} > {connection.ToLaneId} has linkIndex {connection.LinkIndex}, but the states of \"{connection.Signal}\" "
                    + $"have {signal.Count} characters");
            }

            signal.Connections[connection.LinkIndex].Add(connection);
        }

        foreach (var junction in network.Junctions)
        {
            AddRightOfWay(network, junction, signals);
        }

        return [.. signals.Values.Where(s => s.Connections.Any(c => c.Count > 0)).OrderBy(s => s.Program.Signal, StringComparer.Ordinal)];
    }

    private static void AddRightOfWay(SumoNetwork network, SumoJunction junction, Dictionary<string, SignalLinks> signals)
    {
        // Rows of the request table count the connections of the incoming lanes, lane by lane.
        var links = junction.IncomingLanes.SelectMany(network.From).ToArray();
        if (junction.Type == "internal")
        {
            return;
        }

        foreach (var signal in links.Select(c => c.Signal).Distinct().Where(signals.ContainsKey))
        {
            signals[signal].Junctions.Add(junction);
        }

        foreach (var request in junction.Requests.Where(r => r.Index < links.Length && signals.ContainsKey(links[r.Index].Signal)))
        {
            var own = links[request.Index];
            var signal = signals[own.Signal];
            for (var k = 0; k < links.Length; k++)
            {
                if (links[k].Signal != own.Signal)
                {
                    signal._yieldsOutside[own.LinkIndex] |= request.YieldsTo(k);
                }
                else if (links[k].LinkIndex != own.LinkIndex)
                {
                    var at = own.LinkIndex * signal.Count + links[k].LinkIndex;
                    signal._foes[at] |= request.IsFoeOf(k);
                    signal._yields[at] |= request.YieldsTo(k);
                }
            }
        }
    }
}
