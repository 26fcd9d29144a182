using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Core.Timing;

namespace Signals.Actors.Messages;

/// <summary>What nodes tell each other. Each has a wire form in <c>Serialization/cluster.proto</c>; nothing else crosses between nodes.</summary>
public abstract record ClusterMessage
{
    private ClusterMessage()
    {
    }

    /// <summary>The intersection shall have an owner; one that has is not disturbed.</summary>
    public sealed record Announce(string IntersectionId) : ClusterMessage, IIntersectionMessage;

    /// <summary>What an upstream intersection expects to send to <paramref name="IntersectionId"/>.</summary>
    /// <param name="IntersectionId">For whom.</param>
    /// <param name="Outflow">What.</param>
    /// <param name="SentUnixUs">Wall clock of the sender, microseconds since 1970; 0 from a node of wire version 1.</param>
    public sealed record Forecast(string IntersectionId, NeighbourOutflow Outflow, long SentUnixUs = 0) : ClusterMessage, IIntersectionMessage;

    /// <summary>What a node runs, or a part of it.</summary>
    /// <param name="Node">The sender's name.</param>
    /// <param name="Owned">At most <see cref="MostOwned"/> intersections, so that a message fits a frame.</param>
    /// <param name="RosterHash">Fingerprint of the corridor files of that node: nodes that differ disagree about what there is to control.</param>
    public sealed record Report(string Node, ImmutableArray<OwnedIntersection> Owned, string RosterHash) : ClusterMessage
    {
        public const int MostOwned = 400;
    }

    /// <summary>The intersection has just ended at that node and wants another owner at once.</summary>
    public sealed record Vacated(string Node, string IntersectionId) : ClusterMessage;

    /// <summary>Where intersections would like to be, or a part of it.</summary>
    /// <param name="Preferences">At most <see cref="Most"/>, so that a message fits a frame.</param>
    public sealed record Homes(ImmutableArray<HomePreference> Preferences) : ClusterMessage
    {
        public const int Most = 400;
    }

    /// <summary>A message of a newer version than this node knows: it is as if it had not been sent.</summary>
    public sealed record Unknown(string Manifest) : ClusterMessage;
}

/// <summary>A message for whoever owns an intersection.</summary>
public interface IIntersectionMessage
{
    string IntersectionId { get; }
}

/// <summary>One intersection in a node's report.</summary>
/// <param name="Id">Intersection id.</param>
/// <param name="Epoch">Epoch that the cabinet accepts; 0 when it is not reached.</param>
/// <param name="IsOurs">The epoch is this owner's.</param>
/// <param name="Mode">Who is in charge of the cabinet.</param>
/// <param name="Level">Rung that decides.</param>
/// <param name="Cause">Why the rung is lower than configured.</param>
/// <param name="LeaseRemainingMs">Until the cabinet takes itself back.</param>
/// <param name="Commanding">The latest tick commanded the cabinet.</param>
/// <param name="Shadow">Decides, but commands nothing.</param>
public readonly record struct OwnedIntersection(
    string Id, uint Epoch, bool IsOurs, CabinetMode Mode, ControlLevel Level, LadderCause Cause, int LeaseRemainingMs, bool Commanding, bool Shadow);

/// <summary>Where an intersection would like to be.</summary>
/// <param name="IntersectionId">Which.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Version">0 from a node's file; each planned move is one higher than what it replaces.</param>
public readonly record struct HomePreference(string IntersectionId, string Node, long Version);
