using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Tests.Support;

/// <summary>Cabinet statuses for tests that have a sequencer instead of a cabinet.</summary>
public static class Statuses
{
    /// <summary>Remote, healthy, ours, showing what the sequencer shows.</summary>
    public static CabinetStatus Of(Sequencer sequencer, Instant now) => new(
        now, CabinetMode.Remote, sequencer.Table.ConfigHash, Epoch: 1, IsOurs: true, AppliedSequence: 0, RejectCode.None, new Duration(3000),
        [.. Enumerable.Range(0, sequencer.Table.GroupCount).Select(group => sequencer.Status(group, now))],
        Presence: 0, DetectorFaults: 0, PedestrianCalls: 0, CabinetInputs.None, Preempts: 0, MonitorFaults.None, Heartbeat: 0);
}
