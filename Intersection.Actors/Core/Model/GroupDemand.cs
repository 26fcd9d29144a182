using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>How the actuated and adaptive controllers treat a group's demand. None of it is a safety limit.</summary>
/// <param name="MaxGreen">Longest green against a conflicting call (max 1). Range 5–180 s.</param>
/// <param name="Passage">Vehicle extension: green is extended this long after the last actuation. Range 0–10 s.</param>
/// <param name="Recall">Calls placed without a detector.</param>
/// <param name="Lock">True when a call is kept after the vehicle leaves the detector (locking memory).</param>
/// <param name="PedestrianLead">Leading pedestrian interval given before this vehicle group, 0 when none (≥ 3 s where used).</param>
/// <param name="MaxWait">Longest a call may wait for service before it is forced, at any demand. Range 30–600 s.</param>
/// <param name="RestInWalk">True when the walk is held while the concurrent green rests.</param>
public sealed record GroupDemand(
    Duration MaxGreen, Duration Passage, Recall Recall, bool Lock, Duration PedestrianLead, Duration MaxWait, bool RestInWalk)
{
    public static readonly GroupDemand Default = new(
        Duration.FromSeconds(40), Duration.FromSeconds(2.5), Recall.None, Lock: false, Duration.Zero, Duration.FromSeconds(180), RestInWalk: false);
}
