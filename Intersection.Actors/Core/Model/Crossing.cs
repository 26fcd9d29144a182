using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>A signalised pedestrian crossing over one leg.</summary>
/// <param name="Leg">Id of the approach it crosses.</param>
/// <param name="Group">Index of its pedestrian group.</param>
/// <param name="Length">Kerb to kerb.</param>
/// <param name="ButtonSetback">Push button to kerb; 6 ft (1.83 m) where there is no button (MUTCD 11 §4I.06).</param>
public sealed record Crossing(string Leg, int Group, Metres Length, Metres ButtonSetback);
