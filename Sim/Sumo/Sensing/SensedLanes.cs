using System.Collections.Immutable;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>Every lane of a scene that some intersection's sensors look at, with all that look at it.</summary>
internal static class SensedLanes
{
    /// <returns>One entry a lane; the order is that of <see cref="TraCI.SumoVehicle.Lane"/>.</returns>
    public static ImmutableArray<LaneView> Of(SumoScene scene)
    {
        var views = new SortedDictionary<string, Building>(StringComparer.Ordinal);
        for (var i = 0; i < scene.Intersections.Length; i++)
        {
            Add(scene, i, id => views.TryGetValue(id, out var view) ? view : views[id] = new Building());
        }

        return
        [
            .. views.Select(v => new LaneView(v.Key, (float)scene.Network.Lane(v.Key).Length, [.. v.Value.Approaches], [.. v.Value.Exits])
            {
                Crossing = v.Value.Crossing,
            }),
        ];
    }

    private static void Add(SumoScene scene, int index, Func<string, Building> view)
    {
        var intersection = scene.Intersections[index];
        foreach (var (lane, reaches) in intersection.Lanes.Lanes.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            view(lane).Approaches.AddRange(reaches.Select(r => new ApproachView(index, r.LaneGroup, (float)r.MetresToStopLine, (float)r.Prior)));
        }

        foreach (var exit in intersection.Exits)
        {
            foreach (var stretch in exit.Stretches)
            {
                view(stretch.LaneId).Exits.Add(new ExitView(index, exit.Exit.Leg, exit.Exit.Lane, (float)stretch.MetresFromJunction));
            }
        }

        for (var group = 0; group < intersection.StopLanes.Length; group++)
        {
            foreach (var connection in scene.Network.From(intersection.StopLanes[group]).Where(c => c.IsSignalised))
            {
                AddInside(scene, index, group, connection, view);
            }
        }
    }

    /// <summary>The way through the junction: whoever is on it has left its stop line, and is on its way to an exit.</summary>
    private static void AddInside(SumoScene scene, int index, int group, SumoConnection connection, Func<string, Building> view)
    {
        var exit = scene.Intersections[index].Exits.FirstOrDefault(e => e.Stretches.Any(s => s.LaneId == connection.ToLaneId && s.MetresFromJunction == 0));
        var toEdge = 0.0;
        foreach (var inside in scene.Network.Inside(connection).Reverse())
        {
            toEdge += inside.Length;
            var building = view(inside.Id);
            building.Crossing = new ApproachView(index, group, 0, 1);
            if (exit is not null)
            {
                building.Exits.Add(new ExitView(index, exit.Exit.Leg, exit.Exit.Lane, (float)-toEdge));
            }
        }
    }

    private sealed class Building
    {
        public List<ApproachView> Approaches { get; } = [];

        public List<ExitView> Exits { get; } = [];

        public ApproachView? Crossing { get; set; }
    }
}
