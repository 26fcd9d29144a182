using System.Net;

namespace Signals.Sim.Cluster;

/// <summary>Where one node of a cluster on this machine runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NodeFile">Its node file.</param>
/// <param name="Socket">Its control socket.</param>
/// <param name="Log">What it says.</param>
/// <param name="Sensors">Where sensors reach it.</param>
/// <param name="OwnerId">As its cabinets know it.</param>
/// <param name="Namespace">Network namespace that it runs in; null for the machine's own.</param>
/// <param name="Disk">Where it keeps its records; null when it keeps none.</param>
public sealed record NodePlace(string Name, string NodeFile, string Socket, string Log, IPEndPoint Sensors, ushort OwnerId, string? Namespace,
    NodeDisk? Disk);
