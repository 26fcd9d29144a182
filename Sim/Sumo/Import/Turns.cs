using Signals.Core.Model;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>Directions of connections, and how usual they are before anything is learned.</summary>
internal static class Turns
{
    public static Turn Of(SumoConnection connection) => connection.Direction switch
    {
        "l" or "L" => Turn.Left,
        "r" or "R" => Turn.Right,
        "t" or "T" => Turn.UTurn,
        _ => Turn.Through,
    };

    /// <summary>Most drivers go straight on, hardly anybody turns around.</summary>
    public static double Weight(SumoConnection connection) => Of(connection) switch
    {
        Turn.Through => 1,
        Turn.UTurn => 0.05,
        _ => 0.4,
    };

    /// <summary>
    /// False for turning around: networks allow it at nearly every node, also where a road just leaves the map, and following it would mix up the two directions of
    /// a road.
    /// </summary>
    public static bool IsWayOn(SumoConnection connection) => Of(connection) != Turn.UTurn;
}
