using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>One vehicle as its sensor last saw it.</summary>
internal struct TrackedVehicle
{
    /// <summary>The sensor's number for it; 0 when it gives none.</summary>
    public long Track;

    /// <summary>Front bumper to the zone's reference line (stop line, or the junction's edge on an exit), m, at <see cref="SeenAt"/>.</summary>
    public float Distance;

    /// <summary>m/s at <see cref="SeenAt"/>.</summary>
    public float Speed;

    /// <summary>m.</summary>
    public float Length;

    /// <summary>Probability that it reaches the line in this lane.</summary>
    public float Share;

    /// <summary>Time for which it had stood by <see cref="SeenAt"/>, s.</summary>
    public float Stopped;

    /// <summary>Time of the last list that held it.</summary>
    public Instant SeenAt;

    /// <summary>Lists that held it, or more when it came from another zone that knew it; 1 = not confirmed yet.</summary>
    public int Hits;

    /// <summary>In the zone's last list.</summary>
    public bool Listed;

    /// <summary>Lanes divide ahead of it and no list holds it: it went another way, unless it is listed again. Not shown meanwhile.</summary>
    public bool Dormant;

    /// <summary>It stood or crept when last seen.</summary>
    public readonly bool IsStanding => Speed < ObjectTracker.StandingSpeed;

    /// <summary>Distance to the line at another time, if it keeps its speed; grows along an exit.</summary>
    public readonly float DistanceAt(Instant now, bool leaving)
    {
        var seconds = (float)Math.Clamp((now - SeenAt).TotalSeconds, 0, ObjectTracker.LongestCarrySeconds);
        return Distance + (leaving ? Speed : -Speed) * seconds;
    }
}
