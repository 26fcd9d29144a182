using System.Collections.Immutable;
using Signals.Actors.Clock;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>What a replay showed, for people and as JSON.</summary>
/// <param name="From">First event of the log.</param>
/// <param name="To">Last instant compared.</param>
/// <param name="Speed">Replay seconds per real second.</param>
/// <param name="Level">Controller that ran.</param>
/// <param name="Devices">One a signal.</param>
/// <param name="Sensors">What became of the datagrams, by intersection and outcome.</param>
/// <param name="Clock">Tick lateness, in replay time.</param>
/// <param name="TicksMissed">Ticks that the control clock slept through.</param>
public sealed record ReplayReport(
    Instant From, Instant To, double Speed, ControlLevel Level, ImmutableArray<DeviceComparison> Devices,
    ImmutableDictionary<string, ImmutableDictionary<string, long>> Sensors, LatenessSummary Clock, long TicksMissed)
{
    /// <summary>Length of the stretch that was compared.</summary>
    public Duration Stretch => To - From;

    public int UnservedCalls => Devices.Sum(device => device.Calls.Sum(calls => calls.Unserved));

    public int MonitorFindings => Devices.Sum(device => device.MonitorFindings);

    /// <summary>Every call was served and no monitor found anything.</summary>
    public bool IsGood => UnservedCalls == 0 && MonitorFindings == 0;
}

/// <summary>One signal: recorded controller beside ours.</summary>
/// <param name="Device">Device number.</param>
/// <param name="Phases">By phase.</param>
/// <param name="Calls">Recorded calls under our control.</param>
/// <param name="MonitorFindings">Findings of the cabinet's independent monitor.</param>
/// <param name="Rejects">Frames that the cabinet rejected.</param>
/// <param name="PreemptsInLog">Pre-emptions of the record, which were not replayed.</param>
public sealed record DeviceComparison(
    int Device, ImmutableArray<PhaseComparison> Phases, ImmutableArray<PhaseCalls> Calls, int MonitorFindings, int Rejects, int PreemptsInLog);

/// <summary>One phase: what the real controller did, and what ours did with the same detectors.</summary>
public sealed record PhaseComparison(PhaseService Recorded, PhaseService Ours);
