using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Timing;

/// <summary>Everything a controller may look at in one tick. A view on preallocated state: it must not outlive the call.</summary>
public readonly ref struct ControlView
{
    /// <summary>Deadline of the tick.</summary>
    public required Instant Now { get; init; }

    public required LocalTime Local { get; init; }

    /// <summary>Plan in force by time of day.</summary>
    public required TimingPlan Plan { get; init; }

    /// <summary>What the cabinet shows, one entry a group.</summary>
    public required ReadOnlySpan<GroupStatus> Shown { get; init; }

    public required Demand Demand { get; init; }

    /// <summary>One entry a lane group.</summary>
    public required ReadOnlySpan<LaneGroupEstimate> LaneGroups { get; init; }

    /// <summary>The same traffic vehicle by vehicle.</summary>
    public required TrafficPicture Picture { get; init; }

    /// <summary>Latest forecast of each upstream neighbour; empty when none is fresh. See <see cref="NeighbourOutflow"/>.</summary>
    public required ReadOnlySpan<NeighbourOutflow> Neighbours { get; init; }

    /// <summary>Expected arrivals, one entry a lane group, each with its age; empty when there is none.</summary>
    public ReadOnlySpan<ArrivalForecast> Forecasts { get; init; }

    /// <summary>Groups with right of way now.</summary>
    public GroupSet Go
    {
        get
        {
            var set = GroupSet.Empty;
            for (var group = 0; group < Shown.Length; group++)
            {
                set = Shown[group].State.IsGo() ? set.With(group) : set;
            }

            return set;
        }
    }
}
