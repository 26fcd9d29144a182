using Signals.Core.Model;
using Signals.Core.Safety;

namespace Signals.Core.Prediction;

/// <summary>What the signal has shown to one lane group: its present state, the shares of green, the last cycle from one start of green to the next.</summary>
internal sealed class SignalHistory(GroupSet servedBy)
{
    private readonly SecondSeries _green = new();
    private double _greenInSecond;
    private double _sinceStart = double.NaN;
    private double _greenSoFar;

    public bool IsGo { get; private set; }

    public bool IsClearing { get; private set; }

    /// <summary>Seconds in this state.</summary>
    public double TimeInState { get; private set; }

    /// <summary>Seconds since the last green began; NaN before the first.</summary>
    public double SinceGreenStart => _sinceStart;

    /// <summary>Seconds from the last start of green but one to the last; NaN before the second.</summary>
    public double LastCycle { get; private set; } = double.NaN;

    /// <summary>Length of the last green that has ended, s; NaN before.</summary>
    public double LastGreen { get; private set; } = double.NaN;

    /// <summary>Share of green over a window of <see cref="SecondSeries"/>.</summary>
    public float Share(int window) => _green.Mean(window);

    public void Advance(ReadOnlySpan<GroupStatus> shown, double seconds)
    {
        var (wasGo, wasClearing) = (IsGo, IsClearing);
        IsGo = false;
        IsClearing = false;
        foreach (var group in servedBy)
        {
            IsGo |= shown[group].State.IsGo();
            IsClearing |= shown[group].State.IsClearing();
        }

        IsClearing &= !IsGo;
        TimeInState = wasGo == IsGo && wasClearing == IsClearing ? TimeInState + seconds : 0;
        _sinceStart += seconds;
        if (IsGo && !wasGo)
        {
            LastCycle = _sinceStart;
            _sinceStart = 0;
            _greenSoFar = 0;
        }
        else if (wasGo && !IsGo)
        {
            LastGreen = _greenSoFar;
        }

        _greenSoFar += IsGo ? seconds : 0;
        _greenInSecond += IsGo ? seconds : 0;
    }

    public void EndSecond()
    {
        _green.Add((float)Math.Min(1, _greenInSecond));
        _greenInSecond = 0;
    }

    /// <summary>A second of which nothing is known.</summary>
    public void SkipSecond() => _green.Add(float.NaN);
}
