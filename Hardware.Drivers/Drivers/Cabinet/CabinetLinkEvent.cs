using Signals.Core.Units;

namespace Signals.Drivers.Cabinet;

/// <summary>What happened on the link to a cabinet.</summary>
public enum CabinetLinkEventKind : byte
{
    Connected = 0,

    /// <summary>No answer, or a broken connection.</summary>
    Lost = 1,

    /// <summary>Something answers, but it is not the cabinet of the corridor file.</summary>
    Mismatch = 2,
    Claimed = 3,

    /// <summary>Another owner has a higher epoch: we observe until told to claim again.</summary>
    Fenced = 4,

    /// <summary>A person, pre-emption, flash, start-up or the monitor has the cabinet.</summary>
    AuthorityLost = 5,
    AuthorityRegained = 6,
    CommandRejected = 7,
    HeartbeatStuck = 8,

    /// <summary>This process stood still: what was pending is dropped and the epoch looked at before anything is written.</summary>
    Paused = 9,
}

/// <summary>One event of a cabinet link, for log and console.</summary>
/// <param name="At">Control time.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">For people.</param>
public readonly record struct CabinetLinkEvent(Instant At, CabinetLinkEventKind Kind, string Text);
