namespace Signals.Core.Safety.Conflicts;

/// <summary>Where a lane group lies on its approach. A turn crosses special lanes that lie between it and its side.</summary>
public enum LanePosition : byte
{
    /// <summary>Among the general lanes, sorted so that turns do not cross each other.</summary>
    General = 0,

    /// <summary>At the kerb, as bicycle lanes: kerb-side turns of general lanes cross it.</summary>
    Kerb = 1,

    /// <summary>In the median, as tram tracks: turns across the centre cross it.</summary>
    Median = 2,
}
