using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Keeps the box clear: while somebody has stood inside the junction, or right behind it, for longer than one waits for a gap, the groups that come up next
/// are held back for a little more than their intergreen. Two streams that meet in a full box can lock each other for good.
/// </summary>
internal sealed class BoxClearance(int exits, PlannerSettings settings)
{
    /// <summary>Less room than this on an exit: whoever takes it up stands inside the junction or just behind it, vehicles.</summary>
    private const float Occupied = 0.3f;

    private readonly Instant?[] _since = new Instant?[exits];
    private readonly Duration _stands = Duration.FromSeconds(settings.BoxStands);
    private readonly Duration _limit = Duration.FromSeconds(settings.BoxWait);
    private Instant _until;
    private bool _stuck;

    /// <summary>Takes in one tick.</summary>
    public void Note(in ControlView view)
    {
        _stuck = false;
        for (var exit = 0; exit < _since.Length; exit++)
        {
            _since[exit] = view.Picture.ExitRoom[exit].RoomVehicles < Occupied ? _since[exit] ?? view.Now : null;
            _stuck |= _since[exit] is { } since && view.Now - since >= _stands;
        }
    }

    /// <summary>A change begins that takes that long.</summary>
    public void Begin(Instant now, Duration change) => _until = _limit > Duration.Zero ? now + change + _limit : now;

    /// <summary>The groups of an intent that may come up now.</summary>
    /// <param name="green">What the controller wants.</param>
    public GroupSet Admit(GroupSet green, in ControlView view)
    {
        if (view.Now >= _until || !_stuck)
        {
            return green;
        }

        foreach (var group in green)
        {
            green = view.Shown[group].State.IsStop() ? green.Without(group) : green;
        }

        return green;
    }
}
