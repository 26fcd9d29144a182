namespace Signals.Core.Sensing.Picture;

/// <summary>How the drivers of one stop-line lane behave, learned on line; the configured values until enough has been seen.</summary>
/// <param name="HeadwaySeconds">Time between two vehicles of a discharging queue, s; 1.2–4.</param>
/// <param name="StartUpLostSeconds">Extra time of the first vehicle after green begins, s; 0–4.</param>
/// <param name="YellowUsedSeconds">Part of the clearance that still discharges, s; 0–3.</param>
/// <param name="ArrivalsPerSecond">Flow of those who come to cross in this lane, wherever they entered the view, veh/s.</param>
/// <param name="Samples">Headways learned; 0 while everything is configured.</param>
public readonly record struct LaneBehaviour(
    float HeadwaySeconds, float StartUpLostSeconds, float YellowUsedSeconds, float ArrivalsPerSecond, int Samples)
{
    /// <summary>Time from green until the first of a standing queue is over the line, s; 0 while unknown.</summary>
    public float FirstCrossingSeconds { get; init; }

    /// <summary>
    /// How far from the line vehicles come into view, m; 0 while unknown. Roads begin, and views end, before the zone of a sensor does.
    /// </summary>
    public float ReachMetres { get; init; }
}
