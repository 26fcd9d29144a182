using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Room on the lanes by which traffic leaves: what is seen behind the last slow vehicle, and what the neighbour reports. A plan uses it up; only the outflow
/// that has been measured renews it, so that no plan waits for a blocked exit that it takes to reopen by itself.
/// </summary>
internal sealed class ExitSpace
{
    /// <summary>Vehicles per second by which an exit without measured outflow is taken to drain, when only the neighbour reports it.</summary>
    private const float UnseenOutflow = 0.15f;

    /// <summary>Room beyond which an exit limits nobody within any horizon, vehicles.</summary>
    private const float Ample = 60;

    private readonly ImmutableArray<ExitLane> _exits;
    private readonly int[] _legOfExit;
    private readonly int[] _lanesOfLeg;
    private readonly int[] _legOfLink;
    private readonly ImmutableArray<Link> _outgoing;
    private readonly StateLayout _layout;
    private readonly float[] _room;
    private readonly float[] _outflow;
    private readonly float[] _departures;
    private readonly bool _enabled;

    public ExitSpace(Intersection intersection, ImmutableArray<Link> outgoing, StateLayout layout, bool enabled)
    {
        var legs = intersection.Approaches.Select(a => a.Id).ToList();
        _exits = ExitLane.Of(intersection);
        _outgoing = outgoing;
        _layout = layout;
        _enabled = enabled;
        _legOfExit = [.. _exits.Select(e => legs.IndexOf(e.Leg))];
        _lanesOfLeg = [.. legs.Select(leg => _exits.Count(e => e.Leg == leg))];
        _legOfLink = [.. outgoing.Select(l => legs.IndexOf(l.FromLeg))];
        _room = new float[_exits.Length];
        _outflow = new float[_exits.Length];
        _departures = new float[legs.Count];
        OfMovement = [.. intersection.LaneGroups.SelectMany(g => g.Movements).Select(m => _exits.IndexOf(new ExitLane(m.ExitLeg, m.ExitLane)))];
    }

    /// <summary>Exit of each movement, over all lane groups.</summary>
    public ImmutableArray<int> OfMovement { get; }

    /// <summary>Some exit may fill up within the horizon.</summary>
    public bool IsLimited { get; private set; }

    /// <summary>Count who leaves by which leg, for the neighbours.</summary>
    public bool Records { get; set; }

    /// <summary>Vehicles that left by each leg (index of the approach) since <see cref="ClearDepartures"/>.</summary>
    public ReadOnlySpan<float> Departures => _departures;

    /// <summary>Takes in what is known of the exits now.</summary>
    public void Root(in ControlView view)
    {
        for (var exit = 0; exit < _exits.Length; exit++)
        {
            var seen = view.Picture.ExitRoom[exit];
            (_room[exit], _outflow[exit]) = (seen.RoomVehicles, seen.OutflowPerSecond);
        }

        foreach (var neighbour in view.Neighbours)
        {
            for (var link = 0; link < _outgoing.Length; link++)
            {
                if (_outgoing[link].To == neighbour.From && neighbour.SpaceVehicles >= 0 && _legOfLink[link] >= 0)
                {
                    Report(_legOfLink[link], neighbour.SpaceVehicles);
                }
            }
        }

        IsLimited = false;
        foreach (var room in _room)
        {
            IsLimited |= _enabled && room < Ample;
        }
    }

    /// <summary>Movements of the mask whose exit has room for one more at a time.</summary>
    public uint Open(ReadOnlySpan<float> state, uint mask, int firstMovement, float at)
    {
        var open = mask;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var m = int.TrailingZeroCount((int)rest);
            var exit = OfMovement[firstMovement + m];
            open = _room[exit] + (_outflow[exit] * at) - state[_layout.Sent(exit)] < 1 ? open & ~(1u << m) : open;
        }

        return open;
    }

    public void ClearDepartures() => Array.Clear(_departures);

    /// <summary>A vehicle of that weight leaves by the movement's exit.</summary>
    public void Depart(Span<float> state, int movement, float weight)
    {
        var exit = OfMovement[movement];
        state[_layout.Sent(exit)] += weight;
        if (Records && _legOfExit[exit] >= 0)
        {
            _departures[_legOfExit[exit]] += weight;
        }
    }

    private void Report(int leg, float space)
    {
        for (var exit = 0; exit < _exits.Length; exit++)
        {
            if (_legOfExit[exit] == leg && space / _lanesOfLeg[leg] < _room[exit])
            {
                _outflow[exit] = float.IsInfinity(_room[exit]) ? UnseenOutflow / _lanesOfLeg[leg] : _outflow[exit];
                _room[exit] = space / _lanesOfLeg[leg];
            }
        }
    }
}
