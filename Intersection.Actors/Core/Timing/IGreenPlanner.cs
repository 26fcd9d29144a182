using Signals.Core.Model;

namespace Signals.Core.Timing;

/// <summary>A controller that knows some time ahead which groups it will let go.</summary>
public interface IGreenPlanner
{
    /// <summary>Fills in, for each coming second, the groups that are planned to have right of way; call after <see cref="IController.Decide"/> of the same tick.</summary>
    /// <param name="view">View of the tick.</param>
    /// <param name="into">One entry a second from now on.</param>
    /// <returns>Seconds that are known, from now on.</returns>
    int PlanGreens(in ControlView view, Span<GroupSet> into);
}
