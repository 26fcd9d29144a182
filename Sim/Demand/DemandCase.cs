using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Sim.Demand;

/// <summary>A situation that controllers are compared in: a time of the scenario's day, and what is out of the ordinary then.</summary>
/// <param name="Name">Short name, unique in its file: <c>peak</c>, <c>incident</c>.</param>
/// <param name="At">Local time at which measuring starts.</param>
/// <param name="Factor">On the flow of every entry; default 1.</param>
/// <param name="Incidents">Blocked lanes beside the scenario's own.</param>
/// <param name="Surges">Demand off the plan beside the scenario's own.</param>
public sealed record DemandCase(string Name, Duration At, double Factor, ImmutableArray<Incident> Incidents, ImmutableArray<Surge> Surges)
{
    /// <summary>Nothing out of the ordinary: demand that a plan by time of day can be made for.</summary>
    public bool IsUsual => Factor == 1 && Incidents.IsEmpty && Surges.IsEmpty;

    /// <summary>The scenario with what is out of the ordinary in this case.</summary>
    public Scenario On(Scenario usual) => IsUsual ? usual : usual with
    {
        Name = $"{usual.Name}, {Name}",
        Incidents = [.. usual.Incidents, .. Incidents],
        Surges = [.. usual.Surges, .. Surges, .. Factor == 1 ? [] : usual.Entries.Select(e => new Surge(e.At, Factor, Duration.Zero, Duration.FromSeconds(86_400)))],
    };
}
