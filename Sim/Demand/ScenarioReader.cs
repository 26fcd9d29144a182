using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using YamlDotNet.RepresentationModel;

namespace Signals.Sim.Demand;

/// <summary>Meaning of the keys of a scenario file.</summary>
internal sealed class ScenarioReader(string file, List<string> errors)
{
    public static readonly string[] Keys =
        ["scenario", "trucks", "daily-variation", "entries", "turns", "pedestrians", "buses", "incidents", "surges", "cases"];

    private const double MostVehiclesPerHour = 10_000;

    private static readonly (string, Turn)[] TurnNames = [("left", Turn.Left), ("through", Turn.Through), ("right", Turn.Right), ("u-turn", Turn.UTurn)];

    public Scenario Read(YamlMappingNode root)
    {
        var node = new DemandNode(root, file, errors, Keys);
        return new Scenario(
            node.Text("scenario"),
            [.. node.Items("entries", "at", "flow").Select(e => new EntryFlow(e.Place("at"), e.Profile("flow", MostVehiclesPerHour)))],
            [.. node.Items("turns", "at", "from", "shares").Select(ReadTurns)],
            [.. node.Items("pedestrians", "at", "flow").Select(p => new PedestrianFlow(p.Place("at"), p.Profile("flow", MostVehiclesPerHour)))],
            [.. node.Items("buses", "line", "from", "every-minutes", "first", "last", "turns", "stops").Select(ReadBus)],
            ReadIncidents(node),
            ReadSurges(node),
            node.Number("trucks", 0, 1, 0.03),
            node.Number("daily-variation", 0, 0.5, 0))
        {
            Cases = ReadCases(node),
        };
    }

    private static ImmutableArray<DemandCase> ReadCases(DemandNode node)
    {
        var cases = ImmutableArray.CreateBuilder<DemandCase>();
        foreach (var item in node.Items("cases", "name", "at", "factor", "incidents", "surges"))
        {
            var name = item.Text("name");
            if (cases.Any(c => c.Name == name))
            {
                item.Error($"case \"{name}\" is there twice; give each a name of its own");
            }

            cases.Add(new DemandCase(name, item.TimeOfDay("at"), item.Number("factor", 0, 10, 1), ReadIncidents(item), ReadSurges(item)));
        }

        return cases.ToImmutable();
    }

    private static ImmutableArray<Incident> ReadIncidents(DemandNode node) =>
        [.. node.Items("incidents", "at", "lane", "metres", "from", "to").Select(ReadIncident)];

    private static ImmutableArray<Surge> ReadSurges(DemandNode node) => [.. node.Items("surges", "at", "factor", "from", "to").Select(ReadSurge)];

    private static TurnShares ReadTurns(DemandNode node)
    {
        var shares = node.Map("shares", [.. TurnNames.Select(t => t.Item1)]);
        var table = TurnNames.Where(t => shares.Has(t.Item1)).ToImmutableDictionary(t => t.Item2, t => shares.Number(t.Item1, 0, 1));
        if (Math.Abs(table.Values.Sum() - 1.0) > 0.011)
        {
            node.Error($"shares add to {table.Values.Sum():0.##}; they must add to 1");
        }

        return new TurnShares(node.Place("at"), node.TimeOfDay("from", Duration.Zero), table);
    }

    private static BusLine ReadBus(DemandNode node) => new(
        node.Text("line"), node.Place("from"), Duration.FromSeconds(60 * node.Number("every-minutes", 1, 240)),
        node.TimeOfDay("first", Duration.Zero), node.TimeOfDay("last", Duration.FromSeconds(86_400)),
        [.. node.Words("turns", TurnNames)],
        [.. node.Items("stops", "at", "metres", "dwell-seconds").Select(s => new BusStop(
            s.Place("at"), new Metres(s.Number("metres", 10, 2000)), Duration.FromSeconds(s.Number("dwell-seconds", 1, 600))))]);

    private static Incident ReadIncident(DemandNode node)
    {
        var (from, to) = Span(node);
        return new Incident(node.Place("at"), (int)node.Number("lane", 1, 8), new Metres(node.Number("metres", 0, 2000)), from, to);
    }

    private static Surge ReadSurge(DemandNode node)
    {
        var (from, to) = Span(node);
        return new Surge(node.Place("at"), node.Number("factor", 0, 10), from, to);
    }

    private static (Duration From, Duration To) Span(DemandNode node)
    {
        var (from, to) = (node.TimeOfDay("from"), node.TimeOfDay("to"));
        if (to <= from)
        {
            node.Error("\"to\" must be later than \"from\"; split a span that crosses midnight");
        }

        return (from, to);
    }
}
