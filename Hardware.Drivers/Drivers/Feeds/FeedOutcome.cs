namespace Signals.Drivers.Feeds;

/// <summary>What became of a message, or of a reading. Names are the <c>outcome</c> tag of the metrics: do not rename.</summary>
public enum FeedOutcome
{
    /// <summary>A message came in, whatever became of it.</summary>
    Received = 0,

    /// <summary>Passed on to the tick.</summary>
    Accepted,

    /// <summary>The oldest waiting reading was dropped because the tick did not keep up.</summary>
    Dropped,

    /// <summary>Not a message of the schema, too long, or not what its topic says.</summary>
    Malformed,

    /// <summary>A site that this service does not control.</summary>
    UnknownSite,

    /// <summary>A sensor that the intersection's configuration does not name.</summary>
    UnknownSensor,

    /// <summary>A lane that the configuration does not map for this sensor.</summary>
    UnknownLane,

    /// <summary>Older than 1 s at arrival; passed on, with less weight.</summary>
    Late,

    /// <summary>Older than 30 s at arrival: history, not traffic. Rejected.</summary>
    Stale,

    /// <summary>More than 2 s ahead of our clock. Rejected.</summary>
    Future,

    /// <summary>Messages missing in a sensor's sequence.</summary>
    Gap,

    /// <summary>Seen before (a repeated delivery). Rejected.</summary>
    Duplicate,

    /// <summary>Overtaken by a later message of the same sensor; passed on.</summary>
    Reordered,

    /// <summary>A sensor began its sequence anew.</summary>
    SequenceReset,
}
