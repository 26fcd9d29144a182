using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>
/// The last promise to whoever waits: a call older than its group's <see cref="GroupDemand.MaxWait"/> plus <see cref="Grace"/> is served, whatever
/// the controller thinks. Controllers keep the bound themselves; the guard covers a controller that is wrong.
/// </summary>
public sealed class WaitGuard(SafetyTable table)
{
    /// <summary>Time given to the controller to serve a call that has reached its bound.</summary>
    public static readonly Duration Grace = new(20_000);

    private readonly Instant[] _waitingSince = new Instant[table.GroupCount];
    private GroupSet _waiting;

    /// <summary>Group being forced now, or −1.</summary>
    public int Forced { get; private set; } = -1;

    /// <summary>Longest wait of a call that is registered now.</summary>
    public Duration LongestWait(Instant now)
    {
        var longest = Duration.Zero;
        foreach (var group in _waiting)
        {
            longest = Duration.Max(longest, now - _waitingSince[group]);
        }

        return longest;
    }

    /// <summary>Notes who waits and returns the intent, changed so that an overdue group gets its turn.</summary>
    public ControlIntent Apply(in ControlIntent intent, in Demand demand, GroupSet go, Instant now)
    {
        Note((demand.Calls | demand.PedestrianCalls) - go, now);
        if (Forced >= 0 && !_waiting.Contains(Forced))
        {
            Forced = -1;
        }

        Forced = Forced >= 0 ? Forced : Overdue(now);
        return Forced < 0 || intent.AllRed ? intent : Serve(Forced, intent);
    }

    /// <summary>Waits begin anew: the cabinet has served itself meanwhile, and watches waits of its own.</summary>
    public void Forget()
    {
        _waiting = GroupSet.Empty;
        Forced = -1;
    }

    private void Note(GroupSet waiting, Instant now)
    {
        foreach (var group in waiting - _waiting)
        {
            _waitingSince[group] = now;
        }

        _waiting = waiting;
    }

    private int Overdue(Instant now)
    {
        var worst = -1;
        var worstBy = Duration.Zero;
        foreach (var group in _waiting)
        {
            var by = now - _waitingSince[group] - table.Group(group).Demand.MaxWait - Grace;
            if (by > worstBy)
            {
                worst = group;
                worstBy = by;
            }
        }

        return worst;
    }

    private ControlIntent Serve(int group, in ControlIntent intent)
    {
        foreach (var stage in table.Stages)
        {
            if ((stage.Groups | stage.PedestrianGroups).Contains(group))
            {
                return new ControlIntent(stage.Groups.With(group), stage.Number, IntentReason.MaxWait);
            }
        }

        return new ControlIntent((intent.Green - table.ConflictsOf(group)).With(group), 0, IntentReason.MaxWait);
    }
}
