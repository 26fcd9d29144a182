using CsCheck;
using Signals.Sim.CityFlow.Engine;

namespace Signals.Tests.Sim.CityFlow;

[Category("Unit")]
public sealed class CityEngineTests
{
    private const int EastWest = 1;
    private const int NorthSouth = 2;

    [Test]
    public void Lone_vehicle_at_green_drives_through_at_the_speed_limit()
    {
        var engine = Engine(EastWest, SmallCity.Flow("W", "E", 1, 0, 0));

        Run(engine, 120);

        // 600 m at 11.111 m/s are 54 s, and 2.8 s are lost while it accelerates at 2 m/s².
        Assert.Multiple(() =>
        {
            Assert.That(engine.Finished, Is.EqualTo(1));
            Assert.That(engine.AverageTravelTime, Is.EqualTo(56.8).Within(1));
        });
    }

    [Test]
    public void Vehicle_at_red_waits_at_the_stop_line_and_leaves_at_green()
    {
        var engine = Engine(NorthSouth, SmallCity.Flow("W", "E", 1, 0, 0));

        Run(engine, 100);
        var waiting = Vehicles(engine, "in_W", 1).Single();
        engine.SetOpen(0, engine.Network.Intersections[0].Phases[EastWest]);
        Run(engine, 60);

        Assert.Multiple(() =>
        {
            Assert.That(waiting.Speed, Is.EqualTo(0).Within(0.1));
            Assert.That(waiting.Position, Is.InRange(275, 285));
            Assert.That(engine.Finished, Is.EqualTo(1));
        });
    }

    [Test]
    public void Right_turn_is_free_in_every_phase()
    {
        var engine = Engine(NorthSouth, SmallCity.Flow("W", "S", 1, 0, 0));

        Run(engine, 100);

        Assert.That(engine.Finished, Is.EqualTo(1));
    }

    [Test]
    public void Standing_queue_discharges_a_vehicle_about_every_two_seconds()
    {
        var engine = Engine(NorthSouth, SmallCity.Flow("W", "E", 3, 0, 90));
        Run(engine, 200);
        var queued = Vehicles(engine, "in_W", 1).Count;
        engine.SetOpen(0, engine.Network.Intersections[0].Phases[EastWest]);

        Run(engine, 30);

        Assert.That(queued - Vehicles(engine, "in_W", 1).Count, Is.InRange(9, 15));
    }

    [Test]
    public void Time_outside_a_full_network_counts()
    {
        var engine = Engine(NorthSouth, SmallCity.Flow("W", "E", 1));

        Run(engine, 600);

        Assert.Multiple(() =>
        {
            Assert.That(engine.Outside, Is.GreaterThan(400));
            Assert.That(engine.Created, Is.EqualTo(600));
            Assert.That(engine.AverageTravelTime, Is.EqualTo(300.5).Within(0.01), "nobody got through: the mean age");
        });
    }

    [Test]
    [Category("Property")]
    public void Vehicles_keep_apart_and_none_is_lost_under_any_signals() => Gen.Int[0, 8].Array[20].Sample(
        phases =>
        {
            var city = SmallCity.Load(SmallCity.Roadnet(), SmallCity.Everywhere(300));
            var engine = new CityEngine(city.Network, city.Streams);
            foreach (var phase in phases)
            {
                engine.SetOpen(0, engine.Network.Intersections[0].Phases[phase]);
                for (var second = 0; second < 15; second++)
                {
                    engine.Advance();
                    for (var lane = 0; lane < city.Network.LaneCount; lane++)
                    {
                        RequireApart(engine, lane);
                    }
                }
            }

            return engine.Created == engine.Finished + engine.Running + engine.Outside;
        },
        iter: 25);

    [Test]
    public void Same_city_and_signals_give_the_same_run()
    {
        var city = SmallCity.Load(SmallCity.Roadnet(), SmallCity.Everywhere(400));

        double[] Totals()
        {
            var engine = new CityEngine(city.Network, city.Streams, seed: 7);
            return [.. Enumerable.Range(0, 300).Select(second =>
            {
                engine.SetOpen(0, engine.Network.Intersections[0].Phases[second / 20 % 4 + 1]);
                engine.Advance();
                return engine.AverageTravelTime;
            })];
        }

        var first = Totals();
        var second = Totals();
        Assert.That(second, Is.EqualTo(first));
    }

    private static CityEngine Engine(int phase, System.Text.Json.Nodes.JsonNode flow)
    {
        var city = SmallCity.Load(SmallCity.Roadnet(), flow);
        var engine = new CityEngine(city.Network, city.Streams);
        engine.SetOpen(0, city.Network.Intersections[0].Phases[phase]);
        return engine;
    }

    private static void Run(CityEngine engine, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            engine.Advance();
        }
    }

    private static List<CityLaneVehicle> Vehicles(CityEngine engine, string road, int lane)
    {
        var vehicles = new List<CityLaneVehicle>();
        foreach (var vehicle in engine.Lane(engine.Network.Roads.Single(r => r.Id == road).FirstLane + lane))
        {
            vehicles.Add(vehicle);
        }

        return vehicles;
    }

    private static void RequireApart(CityEngine engine, int lane)
    {
        var rear = double.PositiveInfinity;
        foreach (var vehicle in engine.Lane(lane))
        {
            Assert.That(vehicle.Position, Is.LessThanOrEqualTo(rear + 1e-6), $"lane {lane}: vehicle {vehicle.Serial} stands in the one ahead at {engine.Now} s");
            rear = vehicle.Position - vehicle.Length;
        }
    }
}
