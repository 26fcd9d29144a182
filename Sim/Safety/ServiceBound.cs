using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Cabinet.Local;

namespace Signals.Sim.Safety;

/// <summary>
/// How long a call may wait while local plan or remote has the cabinet. Under the local plan two full rounds at the slowest; a remote
/// master may add what the cycle-fault guard allows it. Time under people, pre-emption, flash and start-up does not count.
/// </summary>
internal sealed class ServiceBound
{
    private readonly EmulatedCabinet _cabinet;
    private readonly long[] _waitedMs;

    public ServiceBound(EmulatedCabinet cabinet)
    {
        _cabinet = cabinet;
        _waitedMs = new long[cabinet.Table.GroupCount];
        var round = cabinet.Intersection.Plans.Add(TimingPlan.Free).Max(SlowestRoundMs);
        var guard = cabinet.Intersection.Groups.Max(g => g.Demand.MaxWait.Milliseconds) * cabinet.Options.CycleFaultWaits;
        Bound = new Duration(guard + 2 * round);
    }

    public Duration Bound { get; }

    public Duration Longest { get; private set; }

    public long Late { get; private set; }

    public void Watch()
    {
        var called = _cabinet.Detectors.CalledGroups() - _cabinet.Sequencer.Go;
        var counts = _cabinet.Mode is CabinetMode.LocalTimeOfDay or CabinetMode.Remote;
        for (var group = 0; group < _waitedMs.Length; group++)
        {
            if (!called.Contains(group))
            {
                _waitedMs[group] = 0;
            }
            else if (counts)
            {
                _waitedMs[group] += EmulatedCabinet.Period.Milliseconds;
                Longest = Duration.Max(Longest, new Duration(_waitedMs[group]));
                Late += _waitedMs[group] == Bound.Milliseconds + EmulatedCabinet.Period.Milliseconds ? 1 : 0;
            }
        }
    }

    /// <summary>Every interval as long as its split, or as its slowest group needs to come up, run its minimum and clear.</summary>
    private long SlowestRoundMs(TimingPlan plan)
    {
        long round = 0;
        foreach (var interval in LocalRotation.Of(_cabinet.Intersection, _cabinet.Table, plan))
        {
            long needed = 0;
            foreach (var group in interval.All)
            {
                needed = Math.Max(needed, NeededMs(group));
            }

            round += Math.Max(interval.Length.Milliseconds, needed);
        }

        return round;
    }

    private long NeededMs(int group)
    {
        var timing = _cabinet.Table.Group(group).Timing;
        long toStart = 0;
        foreach (var other in _cabinet.Table.ConflictsOf(group))
        {
            var before = _cabinet.Table.Group(other).Timing;
            toStart = Math.Max(toStart, before.MinGo.Milliseconds + before.Clearance.Milliseconds + _cabinet.Table.Intergreen(other, group).Milliseconds);
        }

        return toStart + timing.RedAmber.Milliseconds + timing.MinGo.Milliseconds + timing.Clearance.Milliseconds;
    }
}
