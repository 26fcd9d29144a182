namespace Signals.Core.Sensing.Objects;

/// <summary>Where each track has been seen on its way to the stop line, so that all those places learn which lane it took. Bounded; the longest unseen is forgotten.</summary>
internal sealed class LaneTrails
{
    private const int Tracks = 256, Places = 24;

    private readonly long[] _track = new long[Tracks];
    private readonly long[] _seenAt = new long[Tracks];
    private readonly int[] _count = new int[Tracks];
    private readonly int[] _place = new int[Tracks * Places];

    /// <summary>Notes that a track is at a place; a place counts once.</summary>
    public void Note(long track, int place, long now)
    {
        var slot = Find(track);
        if (slot < 0)
        {
            slot = Oldest();
            (_track[slot], _count[slot]) = (track, 0);
        }

        _seenAt[slot] = now;
        var places = _place.AsSpan(slot * Places, _count[slot]);
        if (_count[slot] < Places && !places.Contains(place))
        {
            _place[slot * Places + _count[slot]++] = place;
        }
    }

    /// <summary>Places of a track, which is forgotten; valid until the next call.</summary>
    public ReadOnlySpan<int> Take(long track)
    {
        var slot = Find(track);
        if (slot < 0)
        {
            return [];
        }

        (_track[slot], _seenAt[slot]) = (0, 0);
        return _place.AsSpan(slot * Places, _count[slot]);
    }

    private int Find(long track) => Array.IndexOf(_track, track);

    private int Oldest()
    {
        var oldest = 0;
        for (var slot = 1; slot < Tracks; slot++)
        {
            oldest = _seenAt[slot] < _seenAt[oldest] ? slot : oldest;
        }

        return oldest;
    }
}
