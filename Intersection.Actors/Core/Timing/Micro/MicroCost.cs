namespace Signals.Core.Timing.Micro;

/// <summary>What vehicles in a simulated lane cost: their lane's weight, and what those who are left at the end still have to wait.</summary>
internal sealed class MicroCost(MicroNetwork network, MicroSettings settings, MicroDrivers drivers, MicroSignals signals, float stopPenalty)
{
    /// <summary>Seconds of delay that one stop costs.</summary>
    public float StopPenalty { get; } = settings.StopPenalty >= 0 ? settings.StopPenalty : stopPenalty;

    /// <summary>Weight of a lane with so many standing vehicles: the fuller, the heavier, so that spillback is served first.</summary>
    public float Weight(int lane, int standing)
    {
        var own = network.Lanes[lane];
        return own.Weight * (1 + settings.FillWeight * MathF.Min(1, standing / own.StorageVehicles));
    }

    /// <summary>
    /// Delay still to come for those before the line at the end: each is served a headway after the one ahead, the first at once if it may go, else after
    /// the usual wait; time that it would need to arrive anyhow is no delay.
    /// </summary>
    public float Terminal(MicroTraffic traffic, float time)
    {
        var cost = 0f;
        for (var lane = 0; lane < network.LaneCount; lane++)
        {
            var own = network.Lanes[lane];
            var wait = Wait(traffic, lane);
            var free = own.Speed * 0.95f;
            float sum = 0, service = wait;
            var queued = 0;
            for (var i = traffic.Head[lane]; i < traffic.End[lane]; i++)
            {
                if ((traffic.Mark[i] & VehicleMark.Committed) == 0)
                {
                    service += drivers.Headway[lane] * settings.QueueBeta;
                    var late = service - (traffic.X[i] / free);
                    sum += MathF.Max(0, late);
                    queued += late > 0 ? 1 : 0;
                }
            }

            for (var k = traffic.NextArrival[lane]; k < traffic.ArrivalCount[lane] && traffic.Arrivals[lane * MicroTraffic.ArrivalCapacity + k] <= time; k++)
            {
                service += drivers.Headway[lane] * settings.QueueBeta;
                sum += service;
                queued++;
            }

            cost += sum * Weight(lane, queued);
        }

        return cost;
    }

    private float Wait(MicroTraffic traffic, int lane)
    {
        for (var i = traffic.Head[lane]; i < traffic.End[lane]; i++)
        {
            if ((traffic.Mark[i] & VehicleMark.Committed) == 0)
            {
                return signals.Light[traffic.Movement[i]] == MicroLight.Go ? 0 : settings.RedAlpha;
            }
        }

        return 0;
    }
}
