using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Network;

/// <summary>One lane of an edge.</summary>
/// <param name="Id">SUMO's id: edge id, underscore, index.</param>
/// <param name="Index">0 at the kerb.</param>
/// <param name="Length">Driving length, m; it may differ from the drawn one.</param>
/// <param name="Speed">Limit, m/s.</param>
/// <param name="Shape">Centre line in driving direction; empty when the file has none.</param>
/// <param name="CarriesTraffic">True when general motor traffic may use it: neither a sidewalk nor a track.</param>
public sealed record SumoLane(string Id, int Index, double Length, double Speed, ImmutableArray<SumoPoint> Shape, bool CarriesTraffic);
