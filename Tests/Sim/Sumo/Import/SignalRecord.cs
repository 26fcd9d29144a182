using System.Xml.Linq;

namespace Signals.Tests.Sim.Sumo.Import;

/// <summary>
/// Second opinion on which links may have right of way together, straight from the XML and by the rule that judges recorded signal states: foes of the request
/// table that the network's own program never shows together. Vehicles only.
/// </summary>
internal sealed class SignalRecord
{
    private const string Go = "Ggy";

    private readonly XElement _net;

    public SignalRecord(string path) => _net = XDocument.Load(path).Root!;

    public IEnumerable<string> StatesOf(string signal) =>
        _net.Elements("tlLogic").Where(t => t.Attribute("id")!.Value == signal).Elements("phase").Select(p => p.Attribute("state")!.Value);

    public HashSet<(int, int)> Forbidden(string signal)
    {
        var byLane = _net.Elements("connection").Where(c => !c.Attribute("from")!.Value.StartsWith(':') && !c.Attribute("to")!.Value.StartsWith(':'))
            .ToLookup(c => $"{c.Attribute("from")!.Value}_{c.Attribute("fromLane")!.Value}");
        var foes = new HashSet<(int, int)>();
        foreach (var junction in _net.Elements("junction"))
        {
            var links = junction.Attribute("incLanes")!.Value.Split(' ').SelectMany(lane => byLane[lane]).ToArray();
            foreach (var request in junction.Elements("request"))
            {
                var i = int.Parse(request.Attribute("index")!.Value);
                var bits = request.Attribute("foes")!.Value;
                for (var k = 0; k < links.Length && i < links.Length; k++)
                {
                    if (links[i].Attribute("tl")?.Value == signal && links[k].Attribute("tl")?.Value == signal && k < bits.Length && bits[^(k + 1)] == '1')
                    {
                        foes.Add((int.Parse(links[i].Attribute("linkIndex")!.Value), int.Parse(links[k].Attribute("linkIndex")!.Value)));
                    }
                }
            }
        }

        foes.RemoveWhere(pair => StatesOf(signal).Any(s => Go.Contains(s[pair.Item1]) && Go.Contains(s[pair.Item2])));
        return foes;
    }

    /// <summary>Pairs of links that a state shows together against the rule.</summary>
    public static IEnumerable<(int, int)> Violations(string state, HashSet<(int A, int B)> forbidden) =>
        forbidden.Where(pair => Go.Contains(state[pair.A]) && Go.Contains(state[pair.B]));
}
