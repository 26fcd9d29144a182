using Signals.Core.Units;

namespace Signals.Core.Traffic;

/// <summary>Discharge of a standing queue after the start of green, for look-ahead and for checking the microscopic model against.</summary>
/// <param name="SaturationHeadway">Headway once the queue flows, from the fifth vehicle on.</param>
/// <param name="StartUpLost">Time lost by the first four vehicles together.</param>
public readonly record struct LaneDischarge(Seconds SaturationHeadway, Seconds StartUpLost)
{
    /// <summary>1,850 veh/h and 2.0 s: between the field's 1,800 and HCM's base rate of 1,900; HCM start-up lost time.</summary>
    public static readonly LaneDischarge Typical = FromFlow(new VehiclesPerHour(1850), new Seconds(2.0));

    public static LaneDischarge FromFlow(VehiclesPerHour saturationFlow, Seconds startUpLost) => new(saturationFlow.Headway, startUpLost);

    /// <summary>Time after the start of green at which the <paramref name="position"/>-th queued vehicle (1 = first) crosses the stop line.</summary>
    public Seconds CrossingTime(int position)
    {
        // The lost time falls on the first four vehicles in the ratio 4:3:2:1, which fits the usual headway curve (HCM fig. 19-4).
        var share = position >= 4 ? 1.0 : position * (9 - position) / 20.0;
        return new Seconds(SaturationHeadway.Value * position + StartUpLost.Value * share);
    }

    /// <summary>Whole vehicles of a standing queue that cross within <paramref name="green"/>.</summary>
    public int VehiclesWithin(Seconds green)
    {
        var count = 0;
        while (CrossingTime(count + 1) <= green)
        {
            count++;
        }

        return count;
    }
}
