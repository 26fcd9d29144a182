using System.Collections.Immutable;

namespace Signals.Sim.CityFlow.Engine;

/// <summary>
/// The demand: creates vehicles when their flow says so, and lets them into the network one a lane and step, first come first served. A vehicle's clock
/// starts when it is created, not when it gets in.
/// </summary>
internal sealed class CityEntry
{
    private readonly ImmutableArray<CityFlowStream> _streams;
    private readonly int[] _byStart;
    private readonly List<Source> _running = [];
    private readonly Queue<Waiting>[] _queues;
    private readonly List<int> _waitingLanes = [];
    private int _started;
    private int _serial;
    private Traffic.SeededRandom _random;

    public CityEntry(ImmutableArray<CityFlowStream> streams, int lanes, ulong seed)
    {
        _streams = streams;
        _byStart = [.. Enumerable.Range(0, streams.Length).OrderBy(i => streams[i].Start)];
        _queues = new Queue<Waiting>[lanes];
        _random = new Traffic.SeededRandom(seed);
    }

    /// <summary>Vehicles created since the start.</summary>
    public int Created => _serial;

    /// <summary>Vehicles that wait outside.</summary>
    public int Outside { get; private set; }

    /// <summary>Sum of the creation times of those that wait outside, s.</summary>
    public double OutsideCreated { get; private set; }

    /// <summary>Creates the vehicles that are due.</summary>
    public void Create(double now, double step)
    {
        var arrived = _started;
        while (_started < _byStart.Length && _streams[_byStart[_started]].Start <= now)
        {
            _running.Add(new Source(_byStart[_started++]));
        }

        if (_started > arrived)
        {
            _running.Sort((a, b) => a.Stream.CompareTo(b.Stream)); // Flows create in the order of the file.
        }

        for (var i = 0; i < _running.Count; i++)
        {
            var source = _running[i];
            var stream = _streams[source.Stream];
            if (now > stream.End)
            {
                _running.RemoveAt(i--);
                continue;
            }

            for (source.Credit = source.IsNew ? stream.Interval : source.Credit; source.Credit >= stream.Interval; source.Credit -= stream.Interval)
            {
                Queue(stream, now);
            }

            source.IsNew = false;
            source.Credit += step;
        }
    }

    /// <summary>Lets in who fits behind the last vehicle of its lane.</summary>
    /// <param name="entered">Gets the vehicles that came in.</param>
    public void LetIn(CityTraffic traffic, List<int> entered)
    {
        for (var i = 0; i < _waitingLanes.Count; i++)
        {
            var lane = _waitingLanes[i];
            var queue = _queues[lane];
            var next = queue.Peek();
            var last = traffic.Back[lane];
            if (last >= 0 && traffic.Position[last] <= traffic.Kind[last].Length + next.Kind.StandingGap)
            {
                continue;
            }

            queue.Dequeue();
            Outside--;
            OutsideCreated -= next.Created;
            entered.Add(traffic.Enter(next.Kind, next.Path, next.Created, next.Serial));
            if (queue.Count == 0)
            {
                _waitingLanes.RemoveAt(i--);
            }
        }
    }

    private void Queue(CityFlowStream stream, double now)
    {
        var path = stream.Paths[stream.Paths.Length == 1 ? 0 : (int)(_random.NextDouble() * stream.Paths.Length)];
        var queue = _queues[path[0]] ??= new Queue<Waiting>();
        if (queue.Count == 0)
        {
            _waitingLanes.Add(path[0]);
        }

        queue.Enqueue(new Waiting(stream.Vehicle, path, now, _serial++));
        Outside++;
        OutsideCreated += now;
    }

    private sealed class Source(int stream)
    {
        public int Stream { get; } = stream;

        public bool IsNew { get; set; } = true;

        public double Credit { get; set; }
    }

    private readonly record struct Waiting(CityVehicle Kind, int[] Path, double Created, int Serial);
}
