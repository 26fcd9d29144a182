using Signals.Actors.Control;
using Signals.Actors.Links;

namespace Signals.Actors.Supervision;

/// <summary>What the supervisor needs to start, and start again, one intersection.</summary>
/// <param name="Wiring">Connections of the intersection actor.</param>
/// <param name="NewLink">Makes a cabinet driver; called for each incarnation.</param>
/// <param name="Slot">Port that both share.</param>
public sealed record IntersectionParts(IntersectionWiring Wiring, Func<ICabinetLink> NewLink, CabinetSlot Slot)
{
    public string Id => Wiring.Intersection.Id;
}
