using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Signals.Controller.Configuration.Nodes;

/// <summary>One node of a cluster, as its node file says. Immutable.</summary>
public sealed record NodeSettings
{
    /// <summary>Port of cluster traffic unless the file says another: 4053.</summary>
    public const int DefaultPort = 4053;

    /// <summary>Name, unique in the cluster: 1–40 of a–z, 0–9 and '-'.</summary>
    public required string Name { get; init; }

    /// <summary>Where cluster traffic is accepted. Default loopback.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Host name or address by which the other nodes reach this one. Default <see cref="Bind"/>.</summary>
    public string Address { get; init; } = "127.0.0.1";

    public int Port { get; init; } = DefaultPort;

    /// <summary>Nodes that are asked for the cluster at start, first one first. The first of the list may begin a cluster alone. Default: this node.</summary>
    public ImmutableArray<NodeAddress> Seeds { get; init; } = [];

    /// <summary>This is one of two nodes that own intersections: no majority can decide who goes on when they lose each other.</summary>
    public bool IsPair => Seeds.Length == 2 && Seeds.Contains(Own);

    /// <summary>Where the other nodes reach this one.</summary>
    public NodeAddress Own => new(Address, Port);

    /// <summary><c>control</c> owns intersections; without it a node only looks on. Others are free labels. Default [control].</summary>
    public ImmutableArray<string> Roles { get; init; } = ["control"];

    /// <summary>Nodes that must be up before intersections are started for the first time. Default: more than half of the seeds.</summary>
    public int MinimumMembers { get; init; } = 1;

    /// <summary>Full paths of the corridor files; the same on every node.</summary>
    public ImmutableArray<string> Corridors { get; init; } = [];

    /// <summary>Intersections that prefer this node.</summary>
    public ImmutableArray<string> Home { get; init; } = [];

    /// <summary>Unix socket of <c>controller status</c>, <c>leave</c> and <c>move</c>; its owner alone may use it. Default <c>/run/signals/NAME.sock</c>.</summary>
    public string ControlSocket { get; init; } = "";

    /// <summary>Where health is served over HTTP; null for nowhere but the control socket.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>Null: cluster traffic in plain text.</summary>
    public NodeTls? Tls { get; init; }

    /// <summary>
    /// Newest version of messages that this node reads and writes: an older one makes it as a node of an older program, to rehearse an upgrade or to
    /// take one back. Default the newest.
    /// </summary>
    public int WireVersion { get; init; } = Actors.Messages.Serialization.WireVersion.Newest;

    /// <summary>Owner number that cabinets show for a node, 2–65,535 by its name. It is information for people; the epoch decides.</summary>
    public static ushort OwnerIdOf(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return (ushort)(2 + ((hash[0] << 8) | hash[1]) % (ushort.MaxValue - 1));
    }
}

/// <summary>Where a node is reached.</summary>
public readonly record struct NodeAddress(string Host, int Port)
{
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>How nodes know each other. Both sides of a connection show a certificate.</summary>
/// <param name="Certificate">Full path of this node's certificate, PEM.</param>
/// <param name="Key">Full path of its key, PEM; the certificate's file when it holds both.</param>
/// <param name="Trust">Full path of the authorities' certificates, PEM; null with pins.</param>
/// <param name="Pins">SHA-256 of the certificates that are accepted, 64 hex digits each; empty with authorities.</param>
public sealed record NodeTls(string Certificate, string Key, string? Trust, ImmutableArray<string> Pins);
