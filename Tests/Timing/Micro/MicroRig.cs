using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Micro;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Micro;

/// <summary>The microsimulation of one intersection taken apart: a picture to fill, masks to show, and every vehicle to look at.</summary>
internal sealed class MicroRig
{
    public MicroRig(Intersection intersection, MicroSettings? settings = null)
    {
        Intersection = intersection;
        Settings = settings ?? MicroSettings.Default;
        Network = new MicroNetwork(intersection);
        Drivers = new MicroDrivers(Network, Settings.StepSeconds);
        Signals = new MicroSignals(Network);
        var root = new MicroRoot(Network, Drivers, Settings.HorizonSeconds);
        Simulation = new MicroSimulation(Network, Settings, Drivers, root, Signals, (float)intersection.Control.StopPenalty);
        Drawn = new MicroTraffic(Network.LaneCount, Network.ExitCount);
        Picture = new TrafficPicture(intersection);
        Root = root;
        Shown = [.. intersection.Groups.Select(g => new GroupStatus(g.StopState, Duration.FromSeconds(30)))];
    }

    public Intersection Intersection { get; }

    public MicroSettings Settings { get; }

    public MicroNetwork Network { get; }

    public MicroDrivers Drivers { get; }

    public MicroSignals Signals { get; }

    public MicroRoot Root { get; }

    public MicroSimulation Simulation { get; }

    public MicroTraffic Drawn { get; }

    public MicroTraffic Traffic => Simulation.Traffic;

    public TrafficPicture Picture { get; }

    public GroupStatus[] Shown { get; }

    /// <summary>
    /// Two roads that cross, one lane a leg. Group 0 serves W and E, group 1 N and S; the first lane group of each leg goes straight on or right, and left
    /// after yielding. Lane groups in the order W, E, N, S.
    /// </summary>
    public static Intersection Crossroads(double left = 0.3)
    {
        var basis = TestIntersections.German();
        (string Leg, string Across, string Left, string Right, int Group)[] legs =
            [("W", "E", "N", "S", 0), ("E", "W", "S", "N", 0), ("N", "S", "E", "W", 1), ("S", "N", "W", "E", 1)];
        var timing = new GroupTiming(Duration.FromSeconds(5), Duration.FromSeconds(3), Duration.FromSeconds(1), Duration.Zero);
        return basis with
        {
            Groups = [.. Enumerable.Range(0, 2).Select(i => new SignalGroup(i, $"G{i}", SignalGroupKind.Vehicle, timing, GroupDemand.Default))],
            Crossings = [],
            Detectors = [],
            Intergreens = new IntergreenMatrix(2, [null, Duration.FromSeconds(4), Duration.FromSeconds(4), null]),
            Sequence = new StageSequence([new Stage(1, "WE", GroupSet.Of(0), GroupSet.Empty), new Stage(2, "NS", GroupSet.Of(1), GroupSet.Empty)]),
            StartUp = GroupSet.Of(0),
            Plans = [],
            Schedule = [],
            LaneGroups = [.. legs.Select((l, i) => new LaneGroup(
                i, l.Leg, l.Leg, 1, new Metres(200), false, new VehiclesPerHour(1800), new Seconds(2),
                [
                    new Movement(Turn.Through, l.Across, l.Group, -1, false, 0.9 - left),
                    new Movement(Turn.Right, l.Right, l.Group, -1, false, 0.1),
                    new Movement(Turn.Left, l.Left, -1, l.Group, false, left),
                ]))],
        };
    }

    /// <summary>Gives every vehicle of a lane group's lanes one movement.</summary>
    public void AllTurn(int laneGroup, int movement)
    {
        for (var m = 0; m < Intersection.LaneGroups[laneGroup].Movements.Length; m++)
        {
            Picture.TurnShares[Picture.FirstMovement(laneGroup) + m] = m == movement ? 1 : 0;
        }
    }

    public void AddQueue(int lane, int vehicles, float firstAt = 1, float length = 5, float gap = 2.5f)
    {
        for (var i = 0; i < vehicles; i++)
        {
            Picture.Add(lane, new VehicleEstimate(firstAt + i * (length + gap), 0, length, 20, 1));
        }
    }

    public void AddMoving(int lane, float distance, float speed, float length = 5) => Picture.Add(lane, new VehicleEstimate(distance, speed, length, 0, 1));

    public MicroRig Begin(int sample = 0)
    {
        Drivers.Tune(Picture);
        Signals.Root(Shown);
        Root.Draw(Drawn, Picture, sample);
        Simulation.Begin(Drawn);
        return this;
    }

    /// <summary>Steps under the same lights; returns the summed cost.</summary>
    public float Run(double seconds, GroupSet go, GroupSet clearing = default, Action? afterStep = null)
    {
        var cost = 0f;
        for (var k = 0; k < seconds / Settings.StepSeconds - 1e-6; k++)
        {
            cost += Simulation.Step(go.Bits, clearing.Bits);
            afterStep?.Invoke();
        }

        return cost;
    }

    /// <summary>Times at which the vehicles of a lane crossed the line, to the nearest step.</summary>
    public ImmutableArray<double> CrossingTimes(int lane, double seconds, GroupSet go)
    {
        var times = ImmutableArray.CreateBuilder<double>();
        var time = 0.0;
        Run(seconds, go, default, () =>
        {
            time += Settings.StepSeconds;
            while (times.Count < Simulation.Crossed[lane])
            {
                times.Add(time);
            }
        });
        return times.ToImmutable();
    }

    public IEnumerable<(float X, float V, float Length, int Movement, VehicleMark Mark)> Vehicles(int lane)
    {
        for (var i = Traffic.Head[lane]; i < Traffic.End[lane]; i++)
        {
            yield return (Traffic.X[i], Traffic.V[i], Traffic.Length[i], Traffic.Movement[i], Traffic.Mark[i]);
        }
    }
}
