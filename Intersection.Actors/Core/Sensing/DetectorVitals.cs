using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>Running values that the health tests of one detector need.</summary>
internal struct DetectorVitals
{
    /// <summary>Leaky number of actuations, time constant <see cref="HealthLimits.ChatterSeconds"/>.</summary>
    public double Chatter { get; private set; }

    /// <summary>Seconds of right of way since it became occupied.</summary>
    public double GreenWhilePresent { get; private set; }

    /// <summary>Since when no test has failed; null while one does.</summary>
    public Instant? PassingSince { get; set; }

    /// <summary>Last tick with a reading that did not declare a fault.</summary>
    public Instant? LastGood { get; set; }

    public void Advance(DetectorTrack track, double seconds, bool green)
    {
        Chatter = Chatter * Math.Max(0, 1 - seconds / HealthLimits.ChatterSeconds) + track.RawActuations;
        GreenWhilePresent = track.PresentSince is null ? 0 : GreenWhilePresent + (green ? seconds : 0);
    }
}
