using System.Collections.Immutable;
using Signals.Core.Sensing.Picture;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>A lane downstream of an exit.</summary>
/// <param name="LaneId">SUMO's lane id.</param>
/// <param name="MetresFromJunction">Junction's edge to the start of the lane along the way; 0 for the exit lanes themselves.</param>
/// <param name="Length">Length of the lane, m.</param>
/// <param name="EntryLane">Lane of the exit leg that the way begins in, 1 from the kerb.</param>
public readonly record struct SumoExitStretch(string LaneId, double MetresFromJunction, double Length, int EntryLane);

/// <summary>One exit of an intersection, see <see cref="ExitLane"/>, with the lanes that its vehicles queue back on.</summary>
/// <param name="Exit">Leg and lane as the model names them; lane 0 stands for every lane that the movements may enter.</param>
/// <param name="Stretches">Lanes downstream within the sensors' view, through nodes without a signal, up to the next stop line; nearest first.</param>
public sealed record SumoExit(ExitLane Exit, ImmutableArray<SumoExitStretch> Stretches)
{
    internal static SumoExit Of(SumoNetwork network, ExitLane exit, IEnumerable<int> entryLanes, double viewMetres)
    {
        var stretches = new List<SumoExitStretch>();
        foreach (var entry in entryLanes)
        {
            Follow(network, $"{exit.Leg}_{entry - 1}", 0, entry, viewMetres, stretches);
        }

        return new SumoExit(exit, [.. stretches.OrderBy(s => s.MetresFromJunction)]);
    }

    private static void Follow(SumoNetwork network, string lane, double metres, int entry, double view, List<SumoExitStretch> stretches)
    {
        if (metres >= view || stretches.Any(s => s.LaneId == lane && s.EntryLane == entry))
        {
            return;
        }

        var length = network.Lane(lane).Length;
        stretches.Add(new SumoExitStretch(lane, metres, length, entry));
        foreach (var connection in network.From(lane).Where(c => !c.IsSignalised && Turns.IsWayOn(c)))
        {
            var start = metres + length;
            foreach (var inside in network.Inside(connection).Where(_ => start < view))
            {
                stretches.Add(new SumoExitStretch(inside.Id, start, inside.Length, entry));
                start += inside.Length;
            }

            Follow(network, connection.ToLaneId, start, entry, view, stretches);
        }
    }
}
