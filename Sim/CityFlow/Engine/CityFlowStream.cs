using System.Collections.Immutable;

namespace Signals.Sim.CityFlow.Engine;

/// <summary>Vehicles of one kind that drive one route at a fixed interval.</summary>
/// <param name="Vehicle">Their kind.</param>
/// <param name="Paths">The ways they drive on, one path for each lane of the first road that leads on.</param>
/// <param name="Start">When the first one sets out, s.</param>
/// <param name="End">No vehicle later than this, s; infinite for ever.</param>
/// <param name="Interval">Between two of them, s.</param>
public sealed record CityFlowStream(CityVehicle Vehicle, ImmutableArray<int[]> Paths, double Start, double End, double Interval);
