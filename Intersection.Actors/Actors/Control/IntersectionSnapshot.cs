using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Units;

namespace Signals.Actors.Control;

/// <summary>What consoles and reports know of one intersection: an immutable picture, at most half a second old while it is controlled.</summary>
/// <param name="Id">Intersection id.</param>
/// <param name="At">Deadline of the tick it was taken at.</param>
/// <param name="Status">Cabinet's status, null without a link: mode, groups, epoch, monitor.</param>
/// <param name="Level">Rung that decides.</param>
/// <param name="Cause">Why the rung is lower than configured.</param>
/// <param name="Refusal">Governor's refusal at that tick.</param>
/// <param name="Intent">Controller's wish, commanded or not.</param>
/// <param name="Commanding">True when that tick commanded the cabinet.</param>
/// <param name="Shadow">Decides, but commands nothing.</param>
/// <param name="Limit">Operator's limit.</param>
/// <param name="Revalidating">Authority was lost to a tick gap and is not confirmed yet.</param>
/// <param name="LaneGroups">Estimates, one a lane group.</param>
/// <param name="Explanation">Why the last decision was taken.</param>
/// <param name="Ticks">Counters of this incarnation.</param>
public sealed record IntersectionSnapshot(
    string Id,
    Instant At,
    CabinetStatus? Status,
    ControlLevel Level,
    LadderCause Cause,
    Refusal Refusal,
    ControlIntent Intent,
    bool Commanding,
    bool Shadow,
    ControlLevel Limit,
    bool Revalidating,
    ImmutableArray<LaneGroupEstimate> LaneGroups,
    string Explanation,
    TickCounters Ticks);
