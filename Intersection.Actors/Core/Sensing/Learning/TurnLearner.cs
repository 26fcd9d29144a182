using Signals.Core.Model;
using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Learning;

/// <summary>
/// Learns the share of each movement of a lane group from vehicles that are seen to leave by an exit after they crossed the line. A movement that is never served is never seen to leave, so a first vehicle that
/// evidently does not want what is free counts for the others as soon as that is known.
/// </summary>
internal sealed class TurnLearner
{
    /// <summary>Worth of the configured shares, and vehicles remembered.</summary>
    private const double PriorVehicles = 8;
    private const double MemoryVehicles = 80;

    /// <summary>Vehicles between line and exit that are remembered.</summary>
    private const int MostUnderWay = 64;

    /// <summary>Longest way through the junction.</summary>
    private static readonly Duration LongestWay = Duration.FromSeconds(20);

    private readonly TrafficPicture _picture;
    private readonly Movement[][] _movements;
    private readonly ExitZone[] _exits;
    private readonly double[] _worth;
    private readonly bool[] _seesExits;
    private readonly UnderWay[] _underWay = new UnderWay[MostUnderWay];
    private readonly (long Track, uint Excluded)[] _judged;
    private int _count;

    public TurnLearner(Intersection intersection, TrafficPicture picture, ExitZone[] exits)
    {
        (_picture, _exits) = (picture, exits);
        _movements = [.. intersection.LaneGroups.Select(g => g.Movements.ToArray())];
        _worth = new double[_movements.Length];
        Array.Fill(_worth, PriorVehicles);
        _seesExits = new bool[_movements.Length];
        _judged = new (long, uint)[picture.LaneCount];
    }

    /// <summary>A vehicle crossed the line of a lane.</summary>
    public void Crossed(int lane, in LaneCrossing crossing)
    {
        if (crossing.Track == 0 || _exits.Length == 0)
        {
            return;
        }

        if (_count == MostUnderWay)
        {
            RemoveAt(0);
        }

        var excluded = _judged[lane].Track == crossing.Track ? _judged[lane].Excluded : 0;
        _underWay[_count++] = new UnderWay(crossing.Track, _picture.LaneGroupOf(lane), excluded, crossing.At);
    }

    /// <summary>The first vehicle of a lane evidently does not want some movements.</summary>
    public void Judged(int lane, long track, uint excluded)
    {
        var group = _picture.LaneGroupOf(lane);
        if (track == 0 || !_seesExits[group] || _judged[lane].Track == track)
        {
            return;
        }

        _judged[lane] = (track, excluded);
        Move(group, excluded, -1);
    }

    /// <summary>Looks for those under way on the exits.</summary>
    public void Advance(Instant now)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            var movement = MovementOf(_underWay[i]);
            if (movement >= 0)
            {
                _seesExits[_underWay[i].LaneGroup] = true;
                Learn(_underWay[i], movement);
            }

            if (movement >= 0 || now - _underWay[i].At > LongestWay)
            {
                RemoveAt(i);
            }
        }
    }

    private void RemoveAt(int i)
    {
        Array.Copy(_underWay, i + 1, _underWay, i, _count - i - 1);
        _count--;
    }

    private int MovementOf(in UnderWay vehicle)
    {
        foreach (var exit in _exits)
        {
            if (exit.Tracker.IndexOf(vehicle.Track) >= 0)
            {
                return BestMovement(_movements[vehicle.LaneGroup], exit.Tracker.Detector);
            }
        }

        return -1;
    }

    /// <summary>The movement to that lane, else to that leg: some change lanes in the junction.</summary>
    private static int BestMovement(Movement[] movements, Detector exit)
    {
        var best = -1;
        for (var m = 0; m < movements.Length; m++)
        {
            if (movements[m].ExitLeg == exit.ExitLeg && (best < 0 || movements[m].ExitLane == exit.ExitLane))
            {
                best = m;
            }
        }

        return best;
    }

    /// <summary>A vehicle that was counted by what it does not want is moved from its guess to its movement; any other is counted.</summary>
    private void Learn(in UnderWay vehicle, int movement)
    {
        if (vehicle.Excluded == 0)
        {
            Move(vehicle.LaneGroup, 0, movement);
            return;
        }

        var shares = Shares(vehicle.LaneGroup);
        var left = Left(shares, vehicle.Excluded);
        for (var m = 0; m < shares.Length && left > 0; m++)
        {
            var guess = (vehicle.Excluded & (1u << m)) == 0 ? shares[m] / left : 0;
            shares[m] += (float)(((m == movement ? 1 : 0) - guess) / _worth[vehicle.LaneGroup]);
        }

        Normalise(shares);
    }

    /// <summary>One vehicle towards a movement, or, when it is −1, towards those not excluded by their shares.</summary>
    private void Move(int laneGroup, uint excluded, int movement)
    {
        var shares = Shares(laneGroup);
        var left = Left(shares, excluded);
        if (left <= 0)
        {
            return;
        }

        _worth[laneGroup] = Math.Min(MemoryVehicles, _worth[laneGroup] + 1);
        for (var m = 0; m < shares.Length; m++)
        {
            var target = movement >= 0 ? (m == movement ? 1 : 0) : (excluded & (1u << m)) == 0 ? shares[m] / left : 0;
            shares[m] += (float)((target - shares[m]) / _worth[laneGroup]);
        }

        Normalise(shares);
    }

    private Span<float> Shares(int laneGroup) => _picture.TurnShares.AsSpan(_picture.FirstMovement(laneGroup), _movements[laneGroup].Length);

    private static float Left(ReadOnlySpan<float> shares, uint excluded)
    {
        var left = 0f;
        for (var m = 0; m < shares.Length; m++)
        {
            left += (excluded & (1u << m)) == 0 ? shares[m] : 0;
        }

        return left;
    }

    private static void Normalise(Span<float> shares)
    {
        var sum = 0f;
        foreach (ref var share in shares)
        {
            share = Math.Clamp(share, 0, 1);
            sum += share;
        }

        foreach (ref var share in shares)
        {
            share /= sum;
        }
    }

    private readonly record struct UnderWay(long Track, int LaneGroup, uint Excluded, Instant At);
}
