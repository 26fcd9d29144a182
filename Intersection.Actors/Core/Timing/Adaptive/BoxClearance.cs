using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Combinations;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Keeps the box clear: whoever was held up inside the junction (behind a turn that waits for its gap, by a full exit) needs longer to get out than the intergreen allows for. The groups
/// that come up in his way wait until he is nearly out, for a bounded time: two streams that meet in the box can lock each other for good.
/// </summary>
internal sealed class BoxClearance
{
    /// <summary>Whoever is inside entered no longer ago than this before the wait begins: later, he belongs to a green that has come since.</summary>
    private static readonly Duration Entered = Duration.FromSeconds(8);

    /// <summary>Longest wait for the box once somebody's longest wait presses: half of the reserve that its deadline is kept with.</summary>
    private static readonly Duration Pressed = new(DueCalls.Margin.Milliseconds / 2);

    private readonly SafetyTable _safety;
    private readonly ImmutableArray<GroupSet> _intoExit;
    private readonly Instant?[] _lastGo;
    private readonly Duration _limit;
    private readonly float _margin;
    private Instant _until;
    private Instant? _pressedSince;

    public BoxClearance(Intersection intersection, SafetyTable safety, PlannerSettings settings)
    {
        _safety = safety;
        _intoExit = [.. ExitLane.Of(intersection).Select(exit => GroupsInto(intersection, exit))];
        _lastGo = new Instant?[intersection.Groups.Length];
        _limit = Duration.FromSeconds(settings.BoxWait);
        _margin = settings.BoxMargin;
    }

    /// <summary>Takes in one tick.</summary>
    public void Note(in ControlView view)
    {
        for (var group = 0; group < _lastGo.Length; group++)
        {
            _lastGo[group] = view.Shown[group].State.IsStop() ? _lastGo[group] : view.Now;
        }
    }

    /// <summary>A change begins that takes that long.</summary>
    public void Begin(Instant now, Duration change) => _until = _limit > Duration.Zero ? now + change + _limit : now;

    /// <summary>The groups of an intent that may come up now.</summary>
    /// <param name="green">What the controller wants.</param>
    /// <param name="presses">Somebody's longest wait is about to be reached.</param>
    public GroupSet Admit(GroupSet green, bool presses, in ControlView view)
    {
        _pressedSince = presses ? _pressedSince : null;
        if (view.Now >= _until || view.Now - (_pressedSince ?? view.Now) >= Pressed)
        {
            return green;
        }

        var inside = Inside(view);
        var admitted = green;
        foreach (var group in green)
        {
            var waits = view.Shown[group].State.IsStop() && _safety.ConflictsOf(group).Overlaps(inside);
            admitted = waits ? admitted.Without(group) : admitted;
        }

        _pressedSince ??= presses && admitted != green ? view.Now : null;
        return admitted;
    }

    /// <summary>Groups that have lost their green and may have let in somebody who is not out of the junction in time.</summary>
    private GroupSet Inside(in ControlView view)
    {
        var inside = GroupSet.Empty;
        for (var exit = 0; exit < _intoExit.Length; exit++)
        {
            inside |= view.Picture.ExitRoom[exit].ClearingSeconds > _margin ? _intoExit[exit] : GroupSet.Empty;
        }

        foreach (var group in inside)
        {
            var left = !view.Shown[group].State.IsGo() && _lastGo[group] is { } go && view.Now - go <= Entered + _limit;
            inside = left ? inside : inside.Without(group);
        }

        return inside;
    }

    private static GroupSet GroupsInto(Intersection intersection, ExitLane exit)
    {
        var groups = GroupSet.Empty;
        foreach (var movement in intersection.LaneGroups.SelectMany(g => g.Movements))
        {
            groups |= new ExitLane(movement.ExitLeg, movement.ExitLane) == exit ? MovementYields.GroupsOf(movement) : GroupSet.Empty;
        }

        return groups;
    }
}
