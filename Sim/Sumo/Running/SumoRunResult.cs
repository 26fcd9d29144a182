using System.Collections.Immutable;
using Signals.Sim.Sumo.Scoring;

namespace Signals.Sim.Sumo.Running;

/// <summary>What one run of one controller on one seed came to.</summary>
/// <param name="Controller">Who set the signals.</param>
/// <param name="Seed">SUMO's seed, and that of the sensors' errors.</param>
/// <param name="Score">What the vehicles got.</param>
/// <param name="Signals">What our side did; null when SUMO ran alone.</param>
/// <param name="Check">What the independent check of the shown states found; null when it was not asked for.</param>
/// <param name="WallSeconds">Duration of the run.</param>
public sealed record SumoRunResult(
    SumoController Controller, int Seed, TripScore Score, SignalWork? Signals, SignalCheckResult? Check, double WallSeconds);

/// <summary>What our controllers and cabinets did in one run.</summary>
/// <param name="MonitorFindings">Findings of the independent monitors; anything but 0 is a defect.</param>
/// <param name="FirstFindings">The first of them in words.</param>
/// <param name="LongestCallS">Longest wait of a registered call, s.</param>
/// <param name="ForcedCalls">Calls that had to be hurried to because their longest wait came near.</param>
/// <param name="LadderChanges">Changes of the degradation ladder.</param>
/// <param name="Rejections">Commands that a cabinet rejected.</param>
/// <param name="RemoteShare">Share of time under remote control, 0–1.</param>
/// <param name="CommandDigest">Digest of all commands: equal digests are equal runs.</param>
/// <param name="OursSeconds">Wall time of our ticks and cabinets.</param>
/// <param name="SumoSeconds">Wall time of waiting for SUMO.</param>
/// <param name="SensorSeconds">Wall time of emulating sensors.</param>
/// <param name="DecisionMicroseconds">Wall time of every tick with fresh observations, µs, in no order.</param>
public sealed record SignalWork(
    long MonitorFindings, ImmutableArray<string> FirstFindings, double LongestCallS, long ForcedCalls, long LadderChanges, long Rejections,
    double RemoteShare, string CommandDigest, double OursSeconds, double SumoSeconds, double SensorSeconds, ImmutableArray<float> DecisionMicroseconds);
