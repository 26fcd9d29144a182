using CsCheck;
using Signals.Core.Model;
using Signals.Core.Timing.Micro;
using Signals.Core.Traffic;

namespace Signals.Tests.Timing.Micro;

/// <summary>What holds whatever the traffic and the signals are.</summary>
[TestFixture]
[Category("Property")]
public sealed class MicroSafetyPropertyTests
{
    private sealed record Vehicle(float Gap, float Speed, float Length);

    private static readonly Gen<Vehicle[][]> Roads =
        Gen.Select(Gen.Float[2.5f, 60], Gen.Float[0, 15], Gen.Float[4, 18], (gap, speed, length) => new Vehicle(gap, speed, length)).Array[0, 15].Array[4];

    /// <summary>Greens with their lengths; 3 s of yellow and 2 s of red between them.</summary>
    private static readonly Gen<(int Group, int Seconds)[]> Lights = Gen.Select(Gen.Int[0, 1], Gen.Int[2, 20]).Array[2, 5];

    [Test]
    public void Nobody_collides_and_nobody_passes_a_red_who_could_have_stopped([Values(0.5f, 1f)] float step)
    {
        Gen.Select(Roads, Lights, Gen.Int[0, 7]).Sample(
            (roads, lights, sample) =>
            {
                var rig = new MicroRig(MicroRig.Crossroads(), MicroSettings.Default with { StepSeconds = step });
                Fill(rig, roads);
                rig.Begin(sample);
                foreach (var (group, seconds) in lights)
                {
                    rig.Run(seconds, GroupSet.Of(group), default, () => Check(rig, group));
                    rig.Run(3, GroupSet.Empty, GroupSet.Of(group), () => Check(rig, -1));
                    rig.Run(2, GroupSet.Empty, default, () => Check(rig, -1));
                }
            },
            iter: 300);
    }

    [Test]
    public void Same_input_gives_the_same_cost_and_more_delay_costs_more()
    {
        Gen.Select(Roads, Gen.Int[0, 7]).Sample(
            (roads, sample) =>
            {
                var rig = new MicroRig(MicroRig.Crossroads());
                Fill(rig, roads);
                var (go, none) = (new ulong[30], new ulong[30]);
                Array.Fill(go, 1UL);
                rig.Begin(sample);
                var cost = rig.Simulation.Run(rig.Drawn, go, none);
                var again = new MicroRig(MicroRig.Crossroads());
                Fill(again, roads);
                again.Begin(sample);
                Assert.That(again.Simulation.Run(again.Drawn, go, none), Is.EqualTo(cost));
                Assert.That(rig.Simulation.Run(rig.Drawn, go, none), Is.EqualTo(cost), "a second run from the same state");
                Assert.That(rig.Simulation.Run(rig.Drawn, none, none), Is.GreaterThanOrEqualTo(cost - 0.01f), "all red can only be worse");
            },
            iter: 200);
    }

    /// <summary>Vehicles one behind the other, each able to stop behind the one ahead and, the first, at the line.</summary>
    private static void Fill(MicroRig rig, Vehicle[][] roads)
    {
        for (var lane = 0; lane < roads.Length; lane++)
        {
            var (rear, ahead) = (0f, 0f);
            foreach (var vehicle in roads[lane])
            {
                var front = rear + vehicle.Gap;
                var safe = CarFollowing.KraussSpeed(vehicle.Gap - 2.5f, ahead, 4.5f, 4f);
                ahead = Math.Min(vehicle.Speed, safe);
                rig.AddMoving(lane, front, ahead, vehicle.Length);
                rear = front + vehicle.Length;
            }
        }
    }

    private static void Check(MicroRig rig, int go)
    {
        for (var lane = 0; lane < rig.Network.LaneCount; lane++)
        {
            var rear = float.NegativeInfinity;
            foreach (var (x, v, length, _, mark) in rig.Vehicles(lane))
            {
                Assert.That(v, Is.GreaterThanOrEqualTo(0));
                Assert.That(x, Is.GreaterThanOrEqualTo(rear - 0.01f), $"lane {lane}: bodies overlap");
                rear = x + length;
                var hasGreen = rig.Intersection.LaneGroups[lane].ServedBy.Contains(go);
                if (x <= 0 && !hasGreen && (mark & VehicleMark.Committed) == 0)
                {
                    Assert.That(x, Is.GreaterThan(-6), $"lane {lane}: inside only to wait for a gap");
                }
            }
        }
    }
}
