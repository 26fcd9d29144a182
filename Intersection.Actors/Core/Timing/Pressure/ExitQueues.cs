using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;

namespace Signals.Core.Timing.Pressure;

/// <summary>
/// Vehicles that stand on each exit: what sensors on the exit see, or what the neighbour at its other end reports, whichever is more. An exit of which
/// nothing is known counts as empty, which is what it is at the edge of a network.
/// </summary>
public sealed class ExitQueues
{
    private readonly Link?[] _link;
    private readonly bool[] _wholeLeg;
    private readonly float[] _queue;

    public ExitQueues(Intersection intersection, ImmutableArray<Link> outgoing)
    {
        var exits = ExitLane.Of(intersection);
        _link = [.. exits.Select(e => outgoing.FirstOrDefault(l => l.FromLeg == e.Leg))];
        _wholeLeg = [.. exits.Select(e => e.Lane == 0)];
        _queue = new float[exits.Length];
    }

    /// <summary>Vehicles that stand on the exit.</summary>
    /// <param name="exit">Index as in <see cref="TrafficPicture.Exits"/>.</param>
    public float this[int exit] => _queue[exit];

    /// <summary>Lanes that <see cref="this"/> counts.</summary>
    public int Lanes(int exit) => _wholeLeg[exit] ? _link[exit]?.Lanes ?? 1 : 1;

    public void Take(in ControlView view)
    {
        for (var exit = 0; exit < _queue.Length; exit++)
        {
            _queue[exit] = Math.Max(view.Picture.ExitRoom[exit].QueueVehicles, _link[exit] is { } link ? Reported(link, exit, view) : 0);
        }
    }

    /// <summary>What the link holds less the room that its other end reports.</summary>
    private float Reported(Link link, int exit, in ControlView view)
    {
        foreach (var neighbour in view.Neighbours)
        {
            if (neighbour.From == link.To && neighbour.SpaceVehicles >= 0 && view.Now - neighbour.Start <= NeighbourOutflow.FreshFor)
            {
                var queue = Math.Max(0, link.StorageVehicles - neighbour.SpaceVehicles);
                return (float)(_wholeLeg[exit] ? queue : queue / link.Lanes);
            }
        }

        return 0;
    }
}
