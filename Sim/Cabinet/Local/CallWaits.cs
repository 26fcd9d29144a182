using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet.Local;

/// <summary>
/// Watches how long calls wait, whoever is in charge (NEMA cycle fault): a fault stands from the moment a call has waited beyond its
/// bound until every call that was over the bound has been served.
/// </summary>
public sealed class CallWaits(SafetyTable table, int factor)
{
    private readonly Instant[] _since = new Instant[table.GroupCount];
    private GroupSet _waiting, _overdue;

    public bool IsFault => !_overdue.IsEmpty;

    /// <summary>Longest that a group's call may wait before it is a fault.</summary>
    public Duration BoundOf(int group) => table.Group(group).Demand.MaxWait * factor;

    /// <param name="called">Groups that are called and do not have right of way.</param>
    public void Watch(GroupSet called, Instant now)
    {
        foreach (var group in called - _waiting)
        {
            _since[group] = now;
        }

        _waiting = called;
        _overdue &= called;
        if (factor == 0)
        {
            return;
        }

        foreach (var group in called)
        {
            _overdue = now - _since[group] > BoundOf(group) ? _overdue.With(group) : _overdue;
        }
    }
}
