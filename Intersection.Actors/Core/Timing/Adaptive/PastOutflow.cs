using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// What the neighbour of one link said it was just sending, second by second. Whoever left upstream before the latest message and is not in view yet is in
/// no forecast any more; where the link is longer than the view, a whole platoon can be there. Bounded: the last two minutes.
/// </summary>
internal sealed class PastOutflow
{
    /// <summary>Seconds remembered: longer than the travel time of any link worth listening to.</summary>
    private const int Memory = 128;

    private readonly long[] _second = new long[Memory];
    private readonly float[] _perSecond = new float[Memory];

    /// <summary>Takes in the bin that a message begins with. The next message, a second later, knows all but its first second better.</summary>
    public void Note(NeighbourOutflow message)
    {
        if (message.VehiclesPerBin.IsEmpty)
        {
            return;
        }

        var start = SecondOf(message.Start);
        var rate = message.VehiclesPerBin[0] / (float)NeighbourOutflow.BinLength.TotalSeconds;
        for (var second = start; second < start + NeighbourOutflow.BinLength.Milliseconds / 1000; second++)
        {
            var slot = (int)(second & (Memory - 1));
            (_second[slot], _perSecond[slot]) = (second, rate);
        }
    }

    /// <summary>Vehicles per second sent at an instant; not a number when nothing was said of it.</summary>
    public double At(Instant at)
    {
        var second = SecondOf(at);
        var slot = (int)(second & (Memory - 1));
        return _second[slot] == second ? _perSecond[slot] : double.NaN;
    }

    private static long SecondOf(Instant at) => (long)Math.Floor(at.UnixMilliseconds / 1000.0);
}
