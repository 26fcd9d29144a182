using System.Collections.Immutable;
using Signals.Core.Ports;

namespace Signals.Sim.Field;

/// <summary>The emulated field at one moment. Immutable.</summary>
/// <param name="Vehicles">Vehicles in the network.</param>
/// <param name="Steps">Engine steps so far.</param>
/// <param name="SkippedMs">Time that the field could not keep up with, ms since the start.</param>
public sealed record FieldPicture(int Vehicles, long Steps, long SkippedMs, ImmutableArray<FieldIntersection> Intersections);

/// <summary>One intersection of the emulated field.</summary>
/// <param name="Queued">Vehicles in standing queues.</param>
/// <param name="Mode">Who is in charge of the cabinet.</param>
/// <param name="Inputs">Front panel.</param>
/// <param name="IsTripped">The monitor has latched flash.</param>
/// <param name="Findings">Findings of the monitor since power-up.</param>
/// <param name="FirstFinding">The first finding in words, empty when there is none.</param>
public sealed record FieldIntersection(
    string Id, int Queued, CabinetMode Mode, CabinetInputs Inputs, bool IsTripped, long Findings, string FirstFinding);
