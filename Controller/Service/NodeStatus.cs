using System.Collections.Immutable;
using Signals.Actors.Cluster;
using Signals.Controller.Hosting;

namespace Signals.Controller.Service;

/// <summary>What <c>controller status</c> shows: one node's view of itself and of its cluster.</summary>
/// <param name="Node">Name of the node that answers; empty for a controller alone.</param>
/// <param name="Corridor">Title of what is controlled.</param>
/// <param name="CorridorHash">Fingerprint of the corridor files.</param>
/// <param name="HasMajority">The node is up and reaches the majority: only then it claims cabinets.</param>
/// <param name="DifferentFiles">Nodes whose corridor files are not the same.</param>
/// <param name="Members">Oldest first; empty for a controller alone.</param>
/// <param name="Intersections">All of the corridor files, in their order.</param>
/// <param name="Clock">How late ticks are told at this node.</param>
public sealed record NodeStatus(
    string Node, string Corridor, string CorridorHash, bool HasMajority, ImmutableArray<string> DifferentFiles, ImmutableArray<MemberView> Members,
    ImmutableArray<NodeStatus.Entry> Intersections, NodeStatus.ClockView Clock)
{
    public static NodeStatus Of(ControllerHost host)
    {
        var snapshot = host.Snapshot();
        var clock = new ClockView(snapshot.Clock.P50.TotalMilliseconds, snapshot.Clock.P99.TotalMilliseconds, snapshot.TicksMissed);
        if (host.Cluster is not { } board)
        {
            return new NodeStatus(
                "", snapshot.Corridor, snapshot.ContentHash, true, [], [], [.. snapshot.Intersections.Select(Alone)], clock);
        }

        return new NodeStatus(
            board.Node, snapshot.Corridor, snapshot.ContentHash, board.Membership.HasMajority, board.OtherRosters(snapshot.ContentHash), board.Membership.Members,
            [.. host.IntersectionIds.Select(id => InCluster(board, id))], clock);
    }

    private static Entry Alone(IntersectionView view)
    {
        var status = view.Latest?.Status;
        return new Entry(
            view.Id, "", "", status?.Epoch ?? 0, status?.IsOurs ?? false, status?.Mode.ToString() ?? "unreachable", (view.Latest?.Level ?? 0).ToString(),
            (view.Latest?.Cause ?? 0).ToString(), (int)(status?.LeaseRemaining.Milliseconds ?? 0), view.Latest?.Shadow ?? false);
    }

    private static Entry InCluster(ClusterBoard board, string id)
    {
        var home = board.Homes.NodeOf(id) ?? "";
        return board.OwnerOf(id) is var (owner, state)
            ? new Entry(
                id, owner, home, state.Epoch, state.IsOurs, state.Epoch == 0 ? "unreachable" : state.Mode.ToString(), state.Level.ToString(), state.Cause.ToString(),
                state.LeaseRemainingMs, state.Shadow)
            : new Entry(id, "", home, 0, false, "unknown", "Observe", "None", 0, false);
    }

    /// <summary>One intersection.</summary>
    /// <param name="Id">Intersection id.</param>
    /// <param name="Owner">Node that runs it; empty when none is known, or for a controller alone.</param>
    /// <param name="Home">Node that it prefers; empty without one.</param>
    /// <param name="Epoch">Epoch that its cabinet accepts.</param>
    /// <param name="IsOurs">The epoch is its owner's.</param>
    /// <param name="Mode">Who is in charge of the cabinet.</param>
    /// <param name="Level">Rung that decides.</param>
    /// <param name="Cause">Why the rung is lower than configured.</param>
    /// <param name="LeaseRemainingMs">Until the cabinet takes itself back.</param>
    /// <param name="Shadow">Decides, but commands nothing.</param>
    public sealed record Entry(
        string Id, string Owner, string Home, uint Epoch, bool IsOurs, string Mode, string Level, string Cause, int LeaseRemainingMs, bool Shadow);

    /// <summary>Lateness of ticks in milliseconds, and ticks slept through.</summary>
    public sealed record ClockView(double P50Ms, double P99Ms, long Missed);
}
