using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Pressure;

/// <summary>Random vehicles on every lane and random queues on every exit.</summary>
internal static class RandomPicture
{
    /// <summary>Each lane gets up to 20 vehicles; one lane group in four none at all.</summary>
    public static void Fill(ClosedLoop loop, Random random)
    {
        var picture = loop.Picture;
        foreach (var group in loop.Intersection.LaneGroups)
        {
            var most = random.Next(4) == 0 ? 0 : 20;
            for (var lane = 1; lane <= group.Lanes; lane++)
            {
                FillLane(picture, picture.LaneOf(group.Index, lane), random.Next(0, most + 1), random);
            }

            FillShares(picture, group, random);
        }

        for (var exit = 0; exit < picture.ExitRoom.Length; exit++)
        {
            picture.ExitRoom[exit] = new ExitEstimate(float.PositiveInfinity, 0) { QueueVehicles = random.Next(0, 12) };
        }
    }

    private static void FillLane(TrafficPicture picture, int lane, int vehicles, Random random)
    {
        picture.Clear(lane);
        var distance = 0f;
        for (var v = 0; v < vehicles; v++)
        {
            distance += (float)(random.NextDouble() * 25);
            var stands = random.Next(2) == 0;
            picture.Add(lane, new VehicleEstimate(distance, stands ? 0 : 12, 4.5f, stands ? 3 : 0, random.Next(3) == 0 ? 0.5f : 1));
        }
    }

    private static void FillShares(TrafficPicture picture, LaneGroup group, Random random)
    {
        var first = picture.FirstMovement(group.Index);
        var sum = 0.0;
        var weights = group.Movements.Select(_ => random.NextDouble() + 0.01).ToArray();
        sum = weights.Sum();
        for (var m = 0; m < weights.Length; m++)
        {
            picture.TurnShares[first + m] = (float)(weights[m] / sum);
        }
    }
}
