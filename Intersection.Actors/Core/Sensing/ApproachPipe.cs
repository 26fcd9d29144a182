using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>
/// Vehicles between the advance station and the back of the queue, by the time they passed the station. They come out when their travel time to the
/// back of the queue is over. Bins of 100 ms, two minutes long.
/// </summary>
internal sealed class ApproachPipe
{
    private const int Bins = 1200;

    /// <summary>Calibrated counts make parts of a little less than a vehicle each.</summary>
    private const double AboutOne = 0.55;

    private readonly double[] _bins = new double[Bins];
    private long _newest = long.MinValue;
    private long _oldest;

    /// <summary>Vehicles inside.</summary>
    public double Vehicles { get; private set; }

    /// <summary>Puts this tick's arrivals in and returns the vehicles that reach the back of the queue.</summary>
    /// <param name="now">Time of the tick; must not run backwards.</param>
    /// <param name="entering">Vehicles that passed the station in this tick.</param>
    /// <param name="travelSeconds">Travel time from the station to the back of the queue now.</param>
    public double Advance(Instant now, double entering, double travelSeconds)
    {
        var bin = now.UnixMilliseconds / 100;
        if (_newest == long.MinValue)
        {
            _newest = bin;
            _oldest = bin;
        }

        var leaving = 0.0;
        if (bin - _oldest >= Bins)
        {
            leaving += Release(bin - Bins + 1);
        }

        _newest = Math.Max(_newest, bin);
        _bins[Slot(Math.Max(_newest, _oldest))] += entering; // a bin that was released already in this tenth takes no more
        Vehicles += entering;
        var travelBins = (long)Math.Clamp(travelSeconds * 10, 0, Bins - 1);
        return leaving + Release(_newest - travelBins);
    }

    /// <summary>Takes vehicles out early: they have crossed the stop line already, so they were faster than thought. Returns how many were inside.</summary>
    public double TakeOldest(double vehicles)
    {
        var taken = 0.0;
        for (var bin = _oldest; bin <= Math.Max(_newest, _oldest) && taken < vehicles; bin++)
        {
            var slot = Slot(bin);
            var part = Math.Min(_bins[slot], vehicles - taken);
            _bins[slot] -= part;
            taken += part;
        }

        Vehicles = Math.Max(0, Vehicles - taken);
        return taken;
    }

    /// <summary>Everything inside, oldest first, gathered into parts of about one vehicle; what does not fit goes into the last one.</summary>
    /// <returns>How many parts were written.</returns>
    public int Gather(Span<PipeVehicle> into)
    {
        var count = 0;
        double vehicles = 0, age = 0;
        for (var bin = _oldest; bin <= _newest && Vehicles > 0; bin++)
        {
            var part = _bins[Slot(bin)];
            if (part <= 0)
            {
                continue;
            }

            vehicles += part;
            age += part * (_newest - bin) / 10;
            if (vehicles >= AboutOne && count < into.Length - 1)
            {
                into[count++] = new PipeVehicle((float)(age / vehicles), (float)vehicles);
                (vehicles, age) = (0, 0);
            }
        }

        if (vehicles > 0)
        {
            into[count++] = new PipeVehicle((float)(age / vehicles), (float)vehicles);
        }

        return count;
    }

    private static int Slot(long bin) => (int)((bin % Bins + Bins) % Bins);

    /// <summary>Empties every bin older than or equal to <paramref name="upTo"/>.</summary>
    private double Release(long upTo)
    {
        var released = 0.0;
        var last = Math.Min(upTo, _oldest + Bins - 1);
        for (; _oldest <= last; _oldest++)
        {
            var slot = Slot(_oldest);
            released += _bins[slot];
            _bins[slot] = 0;
        }

        _oldest = Math.Max(_oldest, upTo + 1);
        Vehicles = Math.Max(0, Vehicles - released);
        return released;
    }
}
