using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Network;

/// <summary>A node with its right-of-way table.</summary>
/// <param name="Id">SUMO's id.</param>
/// <param name="Type"><c>traffic_light</c>, <c>traffic_light_right_on_red</c>, <c>priority</c>, <c>dead_end</c>, <c>internal</c> …</param>
/// <param name="Centre">Its point.</param>
/// <param name="IncomingLanes">Lane ids in the order in which their connections are numbered in <paramref name="Requests"/>.</param>
/// <param name="Requests">One row a connection, sorted by index.</param>
public sealed record SumoJunction(
    string Id, string Type, SumoPoint Centre, ImmutableArray<string> IncomingLanes, ImmutableArray<SumoRequest> Requests);

/// <summary>Row of a junction's request table: whom one connection meets and whom it lets go first. Bit strings are written last index first.</summary>
/// <param name="Index">Number of the connection in its junction.</param>
/// <param name="Response">Connections that it yields to.</param>
/// <param name="Foes">Connections that it crosses or merges with.</param>
public sealed record SumoRequest(int Index, string Response, string Foes)
{
    public bool YieldsTo(int other) => Bit(Response, other);

    public bool IsFoeOf(int other) => Bit(Foes, other);

    private static bool Bit(string bits, int index) => index < bits.Length && bits[bits.Length - 1 - index] == '1';
}
