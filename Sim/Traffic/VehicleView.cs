using Signals.Core.Traffic;

namespace Signals.Sim.Traffic;

/// <summary>One vehicle as seen from outside.</summary>
/// <param name="Id">Row of the vehicle; used again after it has left.</param>
/// <param name="Front">Front bumper, metres along the segment's road or path.</param>
/// <param name="Speed">m/s.</param>
/// <param name="Length">Bumper to bumper, m.</param>
/// <param name="MayEnter">It has committed to enter the junction at the end of this lane: others yield to it.</param>
public readonly record struct VehicleView(int Id, VehicleKind Kind, float Front, float Speed, float Length, bool MayEnter)
{
    public float Rear => Front - Length;
}
