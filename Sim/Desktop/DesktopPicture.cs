using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Tick;

namespace Signals.Sim.Desktop;

/// <summary>One moment of the desk-top corridor, taken once and shown as it is. Immutable.</summary>
/// <param name="Title">Corridor's name.</param>
/// <param name="At">Wall clock.</param>
/// <param name="Uptime">Since the start.</param>
/// <param name="Vehicles">Vehicles in the simulated network.</param>
/// <param name="LatenessP50Ms">Tick lateness of all intersections, ms.</param>
/// <param name="SensorMessages">Messages that the emulated sensors sent since the start.</param>
/// <param name="ReadingsDropped">Readings that bounded feeds dropped since the start.</param>
/// <param name="MemoryMb">Resident memory, MB.</param>
/// <param name="Intersections">In the order of the file.</param>
/// <param name="Alarms">Latest first.</param>
public sealed record DesktopPicture(
    string Title, DateTimeOffset At, TimeSpan Uptime, int Vehicles, double LatenessP50Ms, double LatenessP99Ms, double LatenessMaxMs,
    long SensorMessages, long ReadingsDropped, double MemoryMb, ImmutableArray<IntersectionPicture> Intersections, ImmutableArray<string> Alarms);

/// <summary>One intersection in a <see cref="DesktopPicture"/>.</summary>
/// <param name="Id">Intersection id.</param>
/// <param name="Level">Rung that decides.</param>
/// <param name="Cause">Why the rung is lower than configured.</param>
/// <param name="Shadow">Decides, but commands nothing.</param>
/// <param name="Mode">Cabinet's own mode, null without a link.</param>
/// <param name="LinkAgeMs">Age of the cabinet's latest status, ms; negative without one.</param>
/// <param name="Groups">Signal groups as the cabinet reports them.</param>
/// <param name="QueueEstimate">Standing queue that the controller estimates, vehicles.</param>
/// <param name="QueueTrue">Standing queue in the simulated traffic, vehicles.</param>
/// <param name="MonitorFindings">Findings of the cabinet's independent monitor.</param>
/// <param name="Explanation">Why the last decision was taken.</param>
public sealed record IntersectionPicture(
    string Id, ControlLevel Level, LadderCause Cause, bool Shadow, CabinetMode? Mode, double LinkAgeMs, ImmutableArray<GroupPicture> Groups,
    double QueueEstimate, int QueueTrue, long MonitorFindings, string Explanation);

/// <summary>One signal group in a <see cref="DesktopPicture"/>.</summary>
/// <param name="Label">Short name, see <see cref="GroupStrip.LabelOf"/>.</param>
/// <param name="IsPedestrian">Pedestrian groups are shown apart.</param>
public sealed record GroupPicture(string Label, bool IsPedestrian, GroupStatus Status);
