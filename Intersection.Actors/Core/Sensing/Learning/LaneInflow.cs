using Signals.Core.Sensing.Picture;

namespace Signals.Core.Sensing.Learning;

/// <summary>
/// How many vehicles came to one lane, by balance: those who crossed and those by whom the lane has grown. Who enters the view in one lane and crosses in another is
/// counted where he crosses; a turning lane that begins inside the view has no other arrivals.
/// </summary>
internal sealed class LaneInflow
{
    private double _held = double.NaN;

    /// <summary>Vehicles that came since the last tick, negative when some turned out to go elsewhere; NaN in the first tick.</summary>
    /// <param name="crossed">Weight that crossed.</param>
    /// <param name="vehicles">Who may cross in this lane now.</param>
    public double Advance(double crossed, ReadOnlySpan<VehicleEstimate> vehicles)
    {
        var held = 0.0;
        foreach (ref readonly var vehicle in vehicles)
        {
            held += vehicle.Weight;
        }

        var came = crossed + held - _held;
        _held = held;
        return came;
    }

    /// <summary>The lane is not seen: what it holds has to be learned again.</summary>
    public void Reset() => _held = double.NaN;
}
