using Signals.Core.Ports;

namespace Signals.Drivers.Cabinet;

/// <summary>Counters of a cabinet link since it was made.</summary>
/// <param name="Polls">Exchanges that only read.</param>
/// <param name="Commands">Exchanges that wrote a command, renewals included.</param>
/// <param name="Rejected">Commands that the cabinet refused.</param>
/// <param name="Stale">Submitted commands that were dropped because they were too old, or because the cabinet was not ours.</param>
/// <param name="Failures">Exchanges without a usable answer.</param>
/// <param name="LastReject">Why the last rejected command was refused.</param>
public readonly record struct CabinetLinkStatistics(long Polls, long Commands, long Rejected, long Stale, long Failures, RejectCode LastReject);
