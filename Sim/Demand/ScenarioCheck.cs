using Signals.Core.Model;

namespace Signals.Sim.Demand;

/// <summary>A scenario that cannot be run; the message lists every error and what would be accepted.</summary>
public sealed class ScenarioException : IOException
{
    public ScenarioException(string message) : base(message)
    {
    }

    public ScenarioException(string message, Exception inner) : base(message, inner)
    {
    }

    public ScenarioException()
    {
    }
}

/// <summary>Compares a scenario with the corridor it is to run on.</summary>
public static class ScenarioCheck
{
    /// <summary>Everything wrong with the scenario; empty when it can run.</summary>
    public static IReadOnlyList<string> Errors(Scenario scenario, Corridor corridor)
    {
        var errors = new List<string>();
        var approaches = All(corridor, (x, a) => x.LaneGroups.Any(g => g.Approach == a.Id));
        var entries = All(corridor, (x, a) =>
            x.LaneGroups.Any(g => g.Approach == a.Id) && !corridor.Links.Any(l => l.To == x.Id && l.ToApproach == a.Id));
        var crossings = All(corridor, (x, a) => x.Crossings.Any(c => c.Leg == a.Id));
        Places("entries", "an entry of the network", scenario.Entries.Select(e => e.At), entries, errors);
        Places("turns", "an approach", scenario.Turns.Select(t => t.At), approaches, errors);
        Places("pedestrians", "a leg with a crossing", scenario.Pedestrians.Select(p => p.At), crossings, errors);
        Places("buses", "an entry of the network", scenario.Buses.Select(b => b.From), entries, errors);
        Places("buses: stops", "an approach", scenario.Buses.SelectMany(b => b.Stops).Select(s => s.At), approaches, errors);
        Places("incidents", "an approach", scenario.Incidents.Concat(scenario.Cases.SelectMany(c => c.Incidents)).Select(i => i.At), approaches, errors);
        Places("surges", "an entry of the network", scenario.Surges.Concat(scenario.Cases.SelectMany(c => c.Surges)).Select(s => s.At), entries, errors);
        Once("entries", scenario.Entries.Select(e => e.At), errors);
        Once("pedestrians", scenario.Pedestrians.Select(p => p.At), errors);
        return errors;
    }

    /// <exception cref="ScenarioException">There is at least one error.</exception>
    public static void Throw(Scenario scenario, Corridor corridor)
    {
        var errors = Errors(scenario, corridor);
        if (errors.Count > 0)
        {
            throw new ScenarioException($"scenario \"{scenario.Name}\" does not fit corridor \"{corridor.Name}\":\n  " + string.Join("\n  ", errors));
        }
    }

    private static List<ApproachRef> All(Corridor corridor, Func<Intersection, Approach, bool> condition) =>
        [.. from x in corridor.Intersections from a in x.Approaches where condition(x, a) select new ApproachRef(x.Id, a.Id)];

    private static void Places(string section, string what, IEnumerable<ApproachRef> places, List<ApproachRef> known, List<string> errors)
    {
        var accepted = known.ToHashSet();
        foreach (var place in places.Where(p => !accepted.Contains(p)))
        {
            errors.Add($"{section}: {place} is not {what}; use one of {string.Join(", ", known.Take(24))}{(known.Count > 24 ? ", …" : "")}");
        }
    }

    private static void Once(string section, IEnumerable<ApproachRef> places, List<string> errors)
    {
        foreach (var place in places.GroupBy(p => p).Where(g => g.Count() > 1))
        {
            errors.Add($"{section}: {place.Key} is listed {place.Count()} times; list it once");
        }
    }
}
