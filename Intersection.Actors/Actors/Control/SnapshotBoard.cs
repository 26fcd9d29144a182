using Signals.Actors.Clock;
using Signals.Core.Model;

namespace Signals.Actors.Control;

/// <summary>
/// Read model: the latest picture of each intersection. Written by the actors, read by anyone, at any rate, without touching an actor.
/// </summary>
public sealed class SnapshotBoard
{
    private readonly Entry[] _entries;
    private readonly Dictionary<string, Entry> _byId;

    public SnapshotBoard(Corridor corridor)
    {
        _entries = [.. corridor.Intersections.Select(i => new Entry(i.Id))];
        _byId = _entries.ToDictionary(e => e.Id);
    }

    /// <summary>One entry an intersection, in the order of the file.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <exception cref="KeyNotFoundException">No such intersection.</exception>
    public Entry this[string id] => _byId[id];

    /// <summary>Slot of one intersection.</summary>
    public sealed class Entry(string id)
    {
        private volatile IntersectionSnapshot? _latest;

        public string Id { get; } = id;

        /// <summary>Null until the first tick.</summary>
        public IntersectionSnapshot? Latest
        {
            get => _latest;
            set => _latest = value;
        }

        /// <summary>How long after its deadline a tick's command was handed to the link, over all incarnations.</summary>
        public LatenessHistogram Decided { get; } = new();

        /// <summary>How long after its deadline a tick began, over all incarnations.</summary>
        public LatenessHistogram Began { get; } = new();

        /// <summary>Starts of the intersection actor; above 1 it has failed before.</summary>
        public int Incarnations { get; set; }
    }
}
