using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Room on the exit legs, and who leaves by which. A plan uses the room up: what it has sent in takes space until the exit drains, slowly. It is never
/// assumed that a full exit reopens by itself, which would let a plan wait for it for ever.
/// </summary>
public sealed class ExitRoom
{
    /// <summary>Room of an exit about which nothing is known.</summary>
    private const float Unknown = 1e9f;

    private readonly Intersection _intersection;
    private readonly ImmutableArray<Link> _outgoing;
    private readonly float _refillPerSecond;
    private readonly int[][] _exit;
    private readonly float[][] _share;
    private readonly float[] _departures;
    private bool _known;

    public ExitRoom(Intersection intersection, ImmutableArray<Link> outgoing, float refillPerSecond)
    {
        _intersection = intersection;
        _outgoing = outgoing;
        _refillPerSecond = refillPerSecond;
        _departures = new float[intersection.Approaches.Length];
        _exit = [.. intersection.LaneGroups.Select(lane => lane.Movements.Select(m => Math.Max(0, IndexOf(m.ExitLeg))).ToArray())];
        _share = [.. intersection.LaneGroups.Select(lane => lane.Movements.Select(m => (float)m.Share).ToArray())];
    }

    /// <summary>Vehicles that left by each leg since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<float> Departures => _departures;

    /// <summary>Writes the room that the neighbours report, vehicles a leg.</summary>
    public void Root(Span<float> room, in ControlView view)
    {
        _known = false;
        room.Fill(Unknown);
        foreach (var neighbour in view.Neighbours)
        {
            foreach (var link in _outgoing)
            {
                if (link.To == neighbour.From && neighbour.SpaceVehicles >= 0 && IndexOf(link.FromLeg) is var exit and >= 0)
                {
                    room[exit] = neighbour.SpaceVehicles;
                    _known = true;
                }
            }
        }
    }

    public void Begin() => Array.Clear(_departures);

    /// <summary>Share of a lane group's traffic whose exit has room for one more.</summary>
    public float OpenShare(ReadOnlySpan<float> room, int lane)
    {
        if (!_known)
        {
            return 1;
        }

        var open = 0f;
        for (var m = 0; m < _exit[lane].Length; m++)
        {
            open += room[_exit[lane][m]] >= 1 ? _share[lane][m] : 0;
        }

        return open;
    }

    public void Depart(Span<float> room, int lane, float crossing)
    {
        if (crossing <= 0)
        {
            return;
        }

        for (var m = 0; m < _exit[lane].Length; m++)
        {
            var leaving = crossing * _share[lane][m];
            _departures[_exit[lane][m]] += leaving;
            room[_exit[lane][m]] -= _known ? leaving : 0;
        }
    }

    public void Refill(Span<float> room)
    {
        for (var exit = 0; _known && exit < room.Length; exit++)
        {
            room[exit] += _refillPerSecond;
        }
    }

    private int IndexOf(string leg)
    {
        for (var i = 0; i < _intersection.Approaches.Length; i++)
        {
            if (_intersection.Approaches[i].Id == leg)
            {
                return i;
            }
        }

        return -1;
    }
}
