using Signals.Core.Ports;
using Signals.Core.Units;

namespace Signals.Actors.Cluster;

/// <summary>
/// Decides when an owner may claim a cabinet's epoch. A new owner claims as soon as it sees the cabinet; one that was fenced waits until its
/// own view of the cluster has been up and with the majority for <see cref="StableTicks"/> without a pause, and then claims ever more rarely. A process
/// that slept wakes with its old view of the world, so a tick gap begins the wait anew. Two sides can therefore not take a cabinet from each other in
/// turns. Pure: ticks are its clock. One per intersection.
/// </summary>
public sealed class ClaimGuard
{
    /// <summary>5 s: longer than detection and resolution of a partition, after which a side without majority has ended.</summary>
    public const long StableTicks = 50;

    /// <summary>0.5 s: what a node alone of a pair must see left for so long. A hiccup of the whole machine, cabinets and all, is no reason.</summary>
    public const long LeftTicks = 5;

    /// <summary>A gap of this many ticks is a pause, as for authority.</summary>
    public const long GapLimit = Control.AuthorityGuard.GapLimit;

    /// <summary>First and longest wait between two claims, in ticks: 3 s, doubling to 60 s; a minute of peace begins anew.</summary>
    public const long FirstWaitTicks = 30;

    public const long LongestWaitTicks = 600;

    private long _last = -1;
    private long _stable;
    private long _left;
    private uint _own;
    private bool _fenced;
    private long _dueAt = long.MinValue;
    private long _wait = FirstWaitTicks;
    private long _claimedAt = long.MinValue / 2;

    /// <summary>Somebody else took the cabinet from this owner.</summary>
    public bool IsFenced => _fenced;

    /// <summary>Advances to a tick; true when a claim is to be permitted now.</summary>
    /// <param name="tick">Number on the absolute grid.</param>
    /// <param name="hasMajority">See <see cref="Membership.HasMajority"/>.</param>
    /// <param name="status">Latest status, null without a link: nothing is claimed blindly.</param>
    /// <param name="lease">
    /// Lease that owners ask for, when this node cannot know whether another one lives: then only a cabinet that nobody commands is claimed. Null otherwise.
    /// </param>
    public bool Advance(long tick, bool hasMajority, CabinetStatus? status, Duration? lease = null)
    {
        var gap = _last >= 0 && tick - _last > GapLimit;
        _stable = gap || !hasMajority ? 0 : _stable + (_last < 0 ? 1 : tick - _last);
        var step = _last < 0 ? 1 : tick - _last;
        _last = tick;
        // After a pause, an owner that never had the cabinet is no newer than one that lost it.
        _fenced |= gap;
        if (status is null)
        {
            return false;
        }

        if (status.IsOurs)
        {
            _own = status.Epoch;
            _fenced = false;
            _wait = tick - _claimedAt > LongestWaitTicks ? FirstWaitTicks : _wait;
            return false;
        }

        _fenced |= _own != 0 && status.Epoch > _own;
        _left = lease is { } asked && step < LeftTicks && IsLeft(status, asked) ? _left + step : 0;
        if (!hasMajority || (_fenced && _stable < StableTicks) || tick < _dueAt || (lease is not null && _left < LeftTicks))
        {
            return false;
        }

        _claimedAt = tick;
        _dueAt = tick + _wait;
        _wait = Math.Min(_wait * 2, LongestWaitTicks);
        return true;
    }

    /// <summary>
    /// The cabinet runs its own plan, or the lease of whoever commands it is about to lapse. A living owner renews when a third of it is gone
    /// and never lets it come below one.
    /// </summary>
    private static bool IsLeft(CabinetStatus status, Duration lease) =>
        status.Mode is CabinetMode.LocalTimeOfDay or CabinetMode.LocalActuated
        || (status.Mode == CabinetMode.Remote && status.LeaseRemaining.Milliseconds * 3 < lease.Milliseconds);
}
