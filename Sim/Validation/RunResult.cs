using System.Collections.Immutable;
using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Sim.Validation;

/// <summary>What one run of one controller on one seed came to, measured after the warm-up.</summary>
/// <param name="Controller">Who controlled.</param>
/// <param name="Seed">Seed of traffic, sensors and demand.</param>
/// <param name="Traffic">What travellers got.</param>
/// <param name="LongestCall">Longest wait of a registered vehicle or pedestrian call at any intersection.</param>
/// <param name="CallsBeyondCap">Calls that waited longer than their group's longest wait: nobody may pay more than that.</param>
/// <param name="ForcedCalls">Calls that came near their longest wait, so that the controller hurried to them or the wait guard forced them.</param>
/// <param name="LadderChanges">Changes of the degradation ladder, all intersections.</param>
/// <param name="RemoteShare">Share of the measured time that cabinets were under remote control, 0–1.</param>
/// <param name="Commands">Commands that reached a cabinet.</param>
/// <param name="Rejections">Commands that a cabinet rejected.</param>
/// <param name="MonitorFindings">Findings of the cabinets' independent monitors over the whole run; anything but 0 is a defect.</param>
/// <param name="FirstFindings">The first findings in words.</param>
/// <param name="CommandDigest">Digest of every command frame of the whole run, in order: equal digests are equal runs.</param>
/// <param name="SpeedUp">Simulated time per wall-clock time.</param>
public sealed record RunResult(
    ControllerChoice Controller,
    ulong Seed,
    TrafficSummary Traffic,
    Duration LongestCall,
    long CallsBeyondCap,
    long ForcedCalls,
    long LadderChanges,
    double RemoteShare,
    long Commands,
    long Rejections,
    long MonitorFindings,
    ImmutableArray<string> FirstFindings,
    string CommandDigest,
    double SpeedUp);
