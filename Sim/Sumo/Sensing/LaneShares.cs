using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>
/// Where vehicles of a dividing lane end up, learned by following tracks: of those seen in lane A, the share that was later seen in stop-line lane l. A radar
/// can do that; nothing here knows a route.
/// </summary>
internal sealed class LaneShares
{
    /// <summary>Vehicles that the prior counts for.</summary>
    private const float PriorWeight = 4;

    /// <summary>Older vehicles count less: half after about seventy.</summary>
    private const float Memory = 0.99f;

    /// <summary>A track that is out of sight this many steps went elsewhere; between two lanes it may be lost for a step or two.</summary>
    private const int Patience = 6;

    private readonly ImmutableArray<LaneView> _lanes;
    private readonly float[][] _arrived;
    private readonly float[] _resolved;
    private readonly Dictionary<int, Journey> _journeys = [];
    private readonly List<int> _ended = [];
    private int _step;

    public LaneShares(ImmutableArray<LaneView> lanes)
    {
        _lanes = lanes;
        _arrived = [.. lanes.Select(l => new float[l.Approaches.Length])];
        _resolved = new float[lanes.Length];
    }

    /// <summary>Present estimate for approach <paramref name="view"/> of lane <paramref name="lane"/>, 0–1.</summary>
    public float Of(int lane, int view)
    {
        var approaches = _lanes[lane].Approaches;
        return approaches.Length == 1 && approaches[view].Prior >= 1 ? 1
            : (_arrived[lane][view] + PriorWeight * approaches[view].Prior) / (_resolved[lane] + PriorWeight);
    }

    /// <summary>Notes that a track is in a lane in this step.</summary>
    public void Note(int track, int lane)
    {
        var divides = IsDividing(lane);
        if (!_journeys.TryGetValue(track, out var journey))
        {
            if (!divides)
            {
                return;
            }

            _journeys[track] = journey = new Journey();
        }

        journey.SeenAt = _step;
        if (divides)
        {
            if (!journey.Through.Contains(lane))
            {
                journey.Through.Add(lane);
            }
        }
        else if ((_lanes[lane].Crossing ?? StopLine(lane)) is { } reached)
        {
            Resolve(journey, reached);
        }
    }

    /// <summary>Ends a step: tracks that were not seen in it went elsewhere.</summary>
    public void EndStep()
    {
        foreach (var (track, journey) in _journeys)
        {
            if (journey.SeenAt < _step - Patience)
            {
                ResolveElsewhere(journey);
                _ended.Add(track);
            }
        }

        foreach (var track in _ended)
        {
            _journeys.Remove(track);
        }

        _ended.Clear();
        _step++;
    }

    private ApproachView? StopLine(int lane) => _lanes[lane].Approaches is [var only] ? only : null;

    private bool IsDividing(int lane) => _lanes[lane].Approaches is var a && (a.Length > 1 || (a.Length == 1 && a[0].Prior < 1));

    private void Resolve(Journey journey, ApproachView at)
    {
        foreach (var lane in journey.Through)
        {
            Fade(lane);
            var views = _lanes[lane].Approaches;
            for (var i = 0; i < views.Length; i++)
            {
                if (views[i].Intersection == at.Intersection && views[i].LaneGroup == at.LaneGroup)
                {
                    _arrived[lane][i]++;
                }
            }
        }

        journey.Through.Clear();
    }

    private void ResolveElsewhere(Journey journey)
    {
        foreach (var lane in journey.Through)
        {
            Fade(lane);
        }

        journey.Through.Clear();
    }

    private void Fade(int lane)
    {
        for (var i = 0; i < _arrived[lane].Length; i++)
        {
            _arrived[lane][i] *= Memory;
        }

        _resolved[lane] = _resolved[lane] * Memory + 1;
    }

    private sealed class Journey
    {
        public List<int> Through { get; } = [];

        public int SeenAt { get; set; }
    }
}
