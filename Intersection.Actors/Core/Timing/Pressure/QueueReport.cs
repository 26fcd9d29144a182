using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Core.Timing.Pressure;

/// <summary>What a controller without a plan tells its neighbours: the room that standing queues leave on the approach that each of them feeds.</summary>
public sealed class QueueReport(Intersection intersection, ImmutableArray<Link> outgoing)
{
    private readonly LaneCounts _counts = new(intersection);

    /// <summary>Appends a message for each outgoing link; its leg, seen the other way, is the approach that the neighbour feeds.</summary>
    public void AddTo(List<NeighbourOutflow> into, in ControlView view)
    {
        _counts.Take(view, GroupSet.Empty);
        foreach (var link in outgoing)
        {
            var room = (float)link.StorageVehicles;
            foreach (var lane in intersection.LaneGroups)
            {
                room -= lane.Approach == link.FromLeg ? _counts.Queue(lane.Index) : 0;
            }

            into.Add(new NeighbourOutflow(intersection.Id, link.ToApproach, view.Now, [], Math.Max(0, room)));
        }
    }
}
