using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Ports;

namespace Signals.Sim.Cluster;

/// <summary>What a fault cost.</summary>
/// <param name="Fault">What was done.</param>
/// <param name="Node">To which node; empty for all.</param>
/// <param name="Affected">Cabinets that the node commanded.</param>
/// <param name="WithoutRemoteS">Longest time that any cabinet was without remote control, seconds.</param>
/// <param name="NewOwnerS">From the fault until each affected cabinet accepted a command of a new owner: the longest, seconds; null when none changed its owner.</param>
/// <param name="Meanwhile">What cabinets ran that were without remote control.</param>
/// <param name="Claims">Epochs granted until everything was settled.</param>
/// <param name="FromTwoOwners">Commands accepted although another owner held the epoch: must be 0.</param>
/// <param name="Findings">Conflicting or short indications seen by the monitors: must be 0.</param>
/// <param name="Unowned">Intersections without remote control when the time to settle was over: must be 0.</param>
/// <param name="Unheard">Nodes that heard nothing from a node of another version, or could not read it: must be 0.</param>
public sealed record FaultResult(
    FaultKind Fault, string Node, int Affected, double WithoutRemoteS, double? NewOwnerS, ImmutableArray<CabinetMode> Meanwhile, int Claims, long FromTwoOwners,
    long Findings, int Unowned, int Unheard)
{
    /// <summary>Nothing happened that must never happen.</summary>
    public bool IsSafe => FromTwoOwners == 0 && Findings == 0 && Unowned == 0 && Unheard == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Fault,-16} {Node,-8} {Affected,3} cabinets  without remote {WithoutRemoteS,5:0.0} s  new owner {(NewOwnerS is { } s ? $"{s:0.00} s" : "-"),8}  "
        + $"claims {Claims,3}  two owners {FromTwoOwners}  findings {Findings}  unowned {Unowned}  unheard {Unheard}  meanwhile {(Meanwhile.IsEmpty ? "-" : string.Join(", ", Meanwhile))}");
}
