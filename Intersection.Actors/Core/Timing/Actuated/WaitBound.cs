using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Actuated;

/// <summary>
/// Keeps every call inside its group's <see cref="GroupDemand.MaxWait"/>. When the least time to reach a waiting group, in sequence and with
/// minimum service for those called before it, would use up its bound, the controller hurries: every phase ends at its minimum, and only
/// calls that were there when the hurry began are served before the one that is due.
/// </summary>
public sealed class WaitBound(PhaseTable table)
{
    /// <summary>Reserve for polling, start of red-amber and rounding.</summary>
    public static readonly Duration Margin = new(3000);

    private PhaseSet _frozenVehicles;
    private PhaseSet _frozenPedestrians;
    private GroupSet _frozenButtons;

    /// <summary>Group that is due, or −1.</summary>
    public int Due { get; private set; } = -1;

    public bool IsHurrying => Due >= 0;

    /// <summary>True in the tick in which the hurry began.</summary>
    public bool Began { get; private set; }

    public void Reset() => Due = -1;

    /// <summary>Calls for vehicles that may be served now.</summary>
    public PhaseSet Vehicles(CallBook calls) => IsHurrying ? calls.Vehicles & _frozenVehicles : calls.Vehicles;

    /// <summary>Calls for pedestrians that may be served now.</summary>
    public PhaseSet Pedestrians(CallBook calls) => IsHurrying ? calls.Pedestrians & _frozenPedestrians : calls.Pedestrians;

    /// <summary>Crossings that walk when their phase comes up.</summary>
    public GroupSet WalkOnEntry(CallBook calls) => IsHurrying ? calls.Buttons & _frozenButtons : calls.WalkOnEntry;

    public void Judge(CallBook calls, ReadOnlySpan<ActuatedRing> rings, int barrier, in ControlView view)
    {
        Began = false;
        if (Due >= 0 && !calls.Waiting.Contains(Due))
        {
            Due = -1;
        }

        if (Due >= 0)
        {
            return;
        }

        foreach (var group in calls.Waiting)
        {
            var bound = table.Safety.Group(group).Demand.MaxWait;
            var waited = view.Now - calls.WaitingSince(group);
            if (waited * 6 > bound && waited + LeastTimeTo(group, calls, rings, barrier, view) + Margin >= bound)
            {
                Hurry(group, calls);
                return;
            }
        }
    }

    private void Hurry(int group, CallBook calls)
    {
        Due = group;
        Began = true;
        _frozenButtons = calls.Buttons;
        _frozenVehicles = PhaseSet.Empty;
        _frozenPedestrians = PhaseSet.Empty;
        foreach (var phase in table.Phases)
        {
            _frozenVehicles = phase.Callers.Overlaps(calls.Waiting) ? _frozenVehicles.With(phase.Index) : _frozenVehicles;
            _frozenPedestrians = phase.Pedestrians.Overlaps(calls.Waiting) ? _frozenPedestrians.With(phase.Index) : _frozenPedestrians;
        }
    }

    private Duration LeastTimeTo(int group, CallBook calls, ReadOnlySpan<ActuatedRing> rings, int barrier, in ControlView view)
    {
        var least = Duration.FromSeconds(3600);
        var served = false;
        foreach (var phase in table.Phases)
        {
            if ((phase.Callers | phase.Pedestrians).Contains(group))
            {
                served = true;
                least = Duration.Min(least, LeastTimeTo(phase, calls, rings, barrier, view) + phase.PedestrianLead);
            }
        }

        return served ? least : Duration.Zero;
    }

    private Duration LeastTimeTo(TimedPhase phase, CallBook calls, ReadOnlySpan<ActuatedRing> rings, int barrier, in ControlView view)
    {
        var current = rings[phase.Ring].Phase;
        if (phase.Barrier == barrier && (current is null || current.Order < phase.Order))
        {
            return rings[phase.Ring].LeastRemaining(view) + LeastService(phase.Ring, barrier, (current?.Order ?? -1) + 1, phase.Order, calls);
        }

        var time = Duration.Zero;
        foreach (var ring in rings)
        {
            var from = ring.Phase is { } p && p.Barrier == barrier ? p.Order + 1 : int.MaxValue;
            time = Duration.Max(time, ring.LeastRemaining(view) + LeastService(ring.Index, barrier, from, int.MaxValue, calls));
        }

        for (var step = 1; step <= table.BarrierCount; step++)
        {
            var next = (barrier + step) % table.BarrierCount;
            if (next == phase.Barrier)
            {
                return time + LeastService(phase.Ring, next, 0, phase.Order, calls);
            }

            time += LeastService(next, calls);
        }

        return time;
    }

    private Duration LeastService(int barrier, CallBook calls)
    {
        var longest = Duration.Zero;
        for (var ring = 0; ring < table.RingCount; ring++)
        {
            longest = Duration.Max(longest, LeastService(ring, barrier, 0, int.MaxValue, calls));
        }

        return longest;
    }

    /// <summary>Least time for the called phases of one ring with <paramref name="from"/> ≤ order &lt; <paramref name="to"/>.</summary>
    private Duration LeastService(int ring, int barrier, int from, int to, CallBook calls)
    {
        var sum = Duration.Zero;
        foreach (var index in table.InRing(ring, barrier))
        {
            var phase = table[index];
            if (phase.Order < from || phase.Order >= to || !(calls.Vehicles | calls.Pedestrians).Contains(index))
            {
                continue;
            }

            sum += phase.MinService(calls.Pedestrians.Contains(index)) + table.LongestChange(index);
        }

        return sum;
    }
}
