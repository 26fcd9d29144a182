using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>
/// Drivers change lane on their way to the stop line, most of them late, to where their turn is. For every lane, distance, and whether the vehicle stands, the lanes
/// of the same approach in which such vehicles crossed are learned by following tracks; the picture then shows a vehicle in each lane that it may end in, with
/// its chance. A sensor without track numbers teaches nothing, and its vehicles stay in their lanes.
/// </summary>
internal sealed class LaneChoice
{
    /// <summary>Worth of the prior "keeps its lane", vehicles.</summary>
    private const float PriorSamples = 3;

    /// <summary>Older vehicles count less: half after about 140.</summary>
    private const float Memory = 0.995f;

    /// <summary>Chances below this are noise, or somebody who will not find a gap.</summary>
    private const float LeastChance = 0.05f;

    private const int MostLanes = 8;

    /// <summary>Upper ends of the distance classes, m; the last has none. Finer near the line, where drivers make up their mind.</summary>
    private static readonly float[] Classes = [10, 20, 35, 50, 75, 100, 150];

    private readonly LaneWatch[] _lanes;
    private readonly int[][] _siblings;
    private readonly float[] _count;
    private readonly float[] _total;
    private readonly LaneTrails _trails = new();
    private readonly VehicleEstimate[] _shown = new VehicleEstimate[MostLanes * TrafficPicture.LaneCapacity];
    private readonly int[] _shownCount = new int[MostLanes];
    private readonly int[] _next = new int[MostLanes];
    private readonly Instant[] _listAt;

    public LaneChoice(Intersection intersection, LaneWatch[] lanes)
    {
        _lanes = lanes;
        _siblings = [.. intersection.Approaches
            .Select(a => lanes.Where(l => intersection.LaneGroups[l.LaneGroup].Approach == a.Id).Select(l => l.Lane).ToArray())
            .Where(s => s.Length is > 1 and <= MostLanes)];
        _count = new float[lanes.Length * PlacesOfLane * MostLanes];
        _total = new float[lanes.Length * PlacesOfLane];
        _listAt = new Instant[lanes.Length];
    }

    private static int PlacesOfLane => 2 * (Classes.Length + 1);

    /// <summary>Learns from this tick's lists and crossings.</summary>
    public void Learn()
    {
        foreach (var siblings in _siblings)
        {
            foreach (var lane in siblings)
            {
                NoteCrossings(siblings, lane);
            }

            foreach (var lane in siblings)
            {
                NotePlaces(lane);
            }
        }
    }

    /// <summary>Spreads the vehicles of every approach over the lanes that they may end in.</summary>
    public void Spread(TrafficPicture picture)
    {
        foreach (var siblings in _siblings)
        {
            if (!AllSeen(siblings))
            {
                continue;
            }

            for (var i = 0; i < siblings.Length; i++)
            {
                var vehicles = picture.Vehicles(siblings[i]);
                vehicles.CopyTo(_shown.AsSpan(i * TrafficPicture.LaneCapacity));
                _shownCount[i] = vehicles.Length;
            }

            for (var to = 0; to < siblings.Length; to++)
            {
                picture.Clear(siblings[to]);
                Merge(picture, siblings, to);
            }
        }
    }

    /// <summary>All that may end in a lane, in the order of their distance.</summary>
    private void Merge(TrafficPicture picture, int[] siblings, int to)
    {
        Array.Clear(_next);
        while (true)
        {
            var first = -1;
            for (var i = 0; i < siblings.Length; i++)
            {
                first = _next[i] < _shownCount[i] && (first < 0 || At(i).DistanceMetres < At(first).DistanceMetres) ? i : first;
            }

            if (first < 0)
            {
                return;
            }

            ref readonly var vehicle = ref At(first);
            _next[first]++;
            var (from, chance) = Chance(siblings, first, to, vehicle);
            if (chance > 0)
            {
                picture.Add(siblings[to], vehicle with { Weight = vehicle.Weight * chance, From = vehicle.Weight * from });
            }
        }
    }

    private ref readonly VehicleEstimate At(int sibling) => ref _shown[sibling * TrafficPicture.LaneCapacity + _next[sibling]];

    /// <summary>Chance that a vehicle seen in one lane crosses in another, and the summed chances of the lanes before that one.</summary>
    private (float From, float Chance) Chance(int[] siblings, int seenIn, int to, in VehicleEstimate vehicle)
    {
        if (vehicle.Track == 0)
        {
            return (0, seenIn == to ? 1 : 0);
        }

        var place = PlaceOf(siblings[seenIn], vehicle.DistanceMetres, vehicle.StoppedSeconds > 0);
        float sum = 0, before = 0, own = 0;
        for (var k = 0; k < siblings.Length; k++)
        {
            var chance = (_count[place * MostLanes + k] + (k == seenIn ? PriorSamples : 0)) / (_total[place] + PriorSamples);
            chance = chance < LeastChance ? 0 : chance;
            sum += chance;
            before += k < to ? chance : 0;
            own = k == to ? chance : own;
        }

        return (before / sum, own / sum);
    }

    private void NoteCrossings(int[] siblings, int lane)
    {
        var into = Array.IndexOf(siblings, lane);
        foreach (ref readonly var crossing in _lanes[lane].Crossings)
        {
            if (crossing.Track == 0)
            {
                continue;
            }

            foreach (var place in _trails.Take(crossing.Track))
            {
                for (var k = 0; k < siblings.Length; k++)
                {
                    _count[place * MostLanes + k] *= Memory;
                }

                _count[place * MostLanes + into]++;
                _total[place] = _total[place] * Memory + 1;
            }
        }
    }

    private void NotePlaces(int lane)
    {
        if (_lanes[lane].ListAt is not { } at || at == _listAt[lane])
        {
            return;
        }

        _listAt[lane] = at;
        foreach (ref readonly var vehicle in _lanes[lane].Tracked)
        {
            if (vehicle.Track != 0 && vehicle.Listed && vehicle.Share >= 1)
            {
                _trails.Note(vehicle.Track, PlaceOf(lane, vehicle.Distance, vehicle.IsStanding), at.UnixMilliseconds);
            }
        }
    }

    private static int PlaceOf(int lane, float distance, bool stands)
    {
        var at = 0;
        while (at < Classes.Length && distance > Classes[at])
        {
            at++;
        }

        return lane * PlacesOfLane + (2 * at) + (stands ? 1 : 0);
    }

    private bool AllSeen(int[] siblings)
    {
        foreach (var lane in siblings)
        {
            if (!_lanes[lane].IsSeen)
            {
                return false;
            }
        }

        return true;
    }
}
