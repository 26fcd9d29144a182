namespace Signals.Prediction.Ladder;

/// <summary>Trips after so many bad windows in a row, returns after so many good ones; a window that is neither ends both rows.</summary>
/// <param name="badToTrip">At least 1.</param>
/// <param name="goodToReturn">At least 1.</param>
public sealed class TripGate(int badToTrip, int goodToReturn)
{
    private int _bad;
    private int _good;

    public bool IsTripped { get; private set; }

    /// <summary>Judges one window.</summary>
    /// <returns>True when it tripped or returned with it.</returns>
    public bool Note(bool bad, bool good)
    {
        _bad = bad ? _bad + 1 : 0;
        _good = good && !bad ? _good + 1 : 0;
        if (IsTripped ? _good < goodToReturn : _bad < badToTrip)
        {
            return false;
        }

        IsTripped = !IsTripped;
        _bad = 0;
        _good = 0;
        return true;
    }
}
