namespace Signals.Sim.Training.Scenarios;

/// <summary>The queue before one stop line, gathered anew every second from the vehicles on the way to it.</summary>
/// <param name="speed">Who is faster does not stand, m/s.</param>
/// <param name="gap">The queue ends at a gap longer than this, m.</param>
internal sealed class StandingQueue(float speed, float gap)
{
    private readonly List<(float Distance, float Speed, float Length, float Share)> _near = [];

    /// <summary>Rear bumper of the last one from the stop line, m; 0 without a queue.</summary>
    public float Back { get; private set; }

    /// <summary>Vehicles that stand, by their chance to belong here.</summary>
    public float Vehicles { get; private set; }

    /// <param name="distance">Front bumper to stop line, m.</param>
    /// <param name="own">Speed, m/s.</param>
    /// <param name="length">Length, m.</param>
    /// <param name="share">Chance to end at this stop line, 0–1.</param>
    public void Add(float distance, float own, float length, float share) => _near.Add((distance, own, length, share));

    /// <summary>All of this second were added.</summary>
    public void Close()
    {
        _near.Sort(static (a, b) => a.Distance.CompareTo(b.Distance));
        (Back, Vehicles) = (0, 0);
        foreach (var vehicle in _near)
        {
            if (vehicle.Speed > speed || vehicle.Distance - Back > gap)
            {
                break;
            }

            Back = Math.Max(Back, vehicle.Distance + vehicle.Length);
            Vehicles += vehicle.Share;
        }

        _near.Clear();
    }
}
