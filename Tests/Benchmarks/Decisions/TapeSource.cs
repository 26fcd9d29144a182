using System.Collections.Immutable;
using Signals.Benchmarks.Gap.Integer;
using Signals.Controller.Configuration;
using Signals.Controller.Recording;
using Signals.Core.Model;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Traffic;
using Signals.Sim.VirtualTime;

namespace Signals.Benchmarks.Decisions;

/// <summary>Closed-loop runs of which every tick is recorded.</summary>
internal static class TapeSource
{
    private const double PedestriansPerHour = 60;

    private static readonly Duration BeforePeak = Duration.FromSeconds(7 * 3600);

    /// <summary>A grid of our own engine, loaded until its queues fill whole approaches.</summary>
    /// <param name="side">Intersections in a row.</param>
    /// <param name="vehiclesPerHour">Flow on every entry.</param>
    /// <param name="length">Simulated time.</param>
    public static ImmutableArray<TickTape> Grid(int side, double vehiclesPerHour, Duration length, ulong seed, PlannerSettings planner) =>
        Grid(GridCorridor.Build(side, side), vehiclesPerHour, PedestriansPerHour, length, seed, planner);

    /// <summary>The same without pedestrians, permissive turns and turns on red.</summary>
    public static ImmutableArray<TickTape> ProtectedGrid(int side, double vehiclesPerHour, Duration length, ulong seed, PlannerSettings planner) =>
        Grid(LinearProblems.Protected(GridCorridor.Build(side, side)), vehiclesPerHour, 0, length, seed, planner);

    /// <summary>A SUMO scenario from its beginning.</summary>
    /// <exception cref="FileNotFoundException">There is no SUMO on this machine; the message says how to get it.</exception>
    public static ImmutableArray<TickTape> Sumo(string map, Duration length, int seed, PlannerSettings planner)
    {
        var configuration = SumoConfiguration.Read(map);
        configuration = configuration with { End = Math.Min(configuration.End, configuration.Begin + length.TotalSeconds) };
        var tapes = new Shelf();
        var conditions = new SumoConditions(
            SumoInstallation.Find(), configuration, configuration.ReadNetwork(), -1, SensingModel.Ideal, SumoTiming.Comparable)
        {
            Planner = planner,
            Recorder = tapes.Take,
        };
        new SumoExperiment(conditions, [SumoController.Adaptive], [seed]) { Jobs = 1 }.Run(_ => { }, CancellationToken.None);
        return tapes.All;
    }

    /// <summary>What a controller's flight recorder kept: the folder of one intersection below its data directory.</summary>
    /// <exception cref="InvalidDataException">No flight log there, or one without its beginning or its corridor file.</exception>
    public static TickTape FlightLog(string folder)
    {
        var log = Controller.Recording.FlightLog.Open(folder);
        var corridor = CorridorFile.Parse(folder, log.CorridorFile).Corridor;
        if (corridor is null || !log.HasBeginning)
        {
            throw new InvalidDataException($"{folder}: a replay needs a log with its first segment and its corridor file");
        }

        var index = corridor.Intersections.ToList().FindIndex(x => x.Id == log.Header.IntersectionId);
        var tape = new TickTape(corridor, index);
        foreach (var frame in log.Read().Skip(1).TakeWhile(f => f.Kind == FlightFrameKind.Tick))
        {
            tape.Add(frame.Tick!);
        }

        return tape;
    }

    private static ImmutableArray<TickTape> Grid(
        Corridor grid, double vehiclesPerHour, double pedestriansPerHour, Duration length, ulong seed, PlannerSettings planner)
    {
        var corridor = Adaptive(grid);
        var tapes = new Shelf();
        var options = VirtualOptions.Default with { StartAt = BeforePeak, Planner = planner, Recorder = tapes.Take };
        new VirtualCorridor(corridor, Scenario.Uniform(corridor, vehiclesPerHour, pedestriansPerHour), seed, options).Run(length);
        return tapes.All;
    }

    private static Corridor Adaptive(Corridor corridor) => corridor with
    {
        Intersections = [.. corridor.Intersections.Select(x => x with { Control = x.Control with { Level = ControlLevel.Adaptive, Shadow = false } })],
    };

    private sealed class Shelf
    {
        private readonly List<TickTape> _tapes = [];

        public ImmutableArray<TickTape> All => [.. _tapes];

        public TickTape Take(Corridor corridor, int index)
        {
            var tape = new TickTape(corridor, index);
            _tapes.Add(tape);
            return tape;
        }
    }
}
