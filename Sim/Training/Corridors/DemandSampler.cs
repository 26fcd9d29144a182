using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;

namespace Signals.Sim.Training.Corridors;

/// <summary>
/// Draws demand for a corridor: a day's pattern that all its days share, and what is special about one day, such as surges and blocked lanes. That difference is what
/// a forecast has beyond history.
/// </summary>
public static class DemandSampler
{
    private const double DailyVariation = 0.12;

    private static readonly Duration Step = Duration.FromSeconds(300);

    /// <param name="corridor">Where.</param>
    /// <param name="seed">The pattern that days share.</param>
    /// <param name="day">What is special about this day.</param>
    /// <param name="from">Begin of the period that is simulated.</param>
    /// <param name="length">Its length.</param>
    public static Scenario Draw(Corridor corridor, ulong seed, ulong day, Duration from, Duration length)
    {
        var pattern = new SeededRandom(SeededRandom.Derive(seed, 0xDE3A));
        var special = new SeededRandom(SeededRandom.Derive(seed, 0xDA7, day));
        var level = 0.4 + 0.75 * pattern.NextDouble();
        var pedestrians = 150 * pattern.NextDouble();
        var places = Scenario.Uniform(corridor, 1, pedestrians);
        var entries = ImmutableArray.CreateBuilder<EntryFlow>();
        foreach (var entry in places.Entries)
        {
            var mean = level * (0.65 + 0.7 * pattern.NextDouble()) * Capacity(corridor, entry.At);
            entries.Add(entry with { Flow = Profile(mean, from, length, ref pattern) });
        }

        return places with
        {
            Name = corridor.Name,
            Entries = entries.ToImmutable(),
            Turns = Turns(corridor, from, ref pattern),
            Surges = Surges(entries, from, length, ref special),
            Incidents = Incidents(corridor, from, length, ref special),
            TruckShare = 0.01 + 0.07 * pattern.NextDouble(),
            DailyVariation = DailyVariation,
        };
    }

    /// <summary>Vehicles an hour that the through lanes of an approach discharge under the corridor's plan: demand near it makes the queues that there is something to forecast about.</summary>
    private static double Capacity(Corridor corridor, ApproachRef at)
    {
        var intersection = corridor.Intersections.First(x => x.Id == at.Intersection);
        var through = intersection.LaneGroups.First(g => g.Approach == at.Approach && !g.IsPocket);
        var plan = intersection.Plans[0];
        var phase = ((RingBarrierSequence)intersection.Sequence).Phases.First(p => through.ServedBy.Contains(p.VehicleGroup));
        return plan.SplitOf(phase.Number).TotalSeconds / plan.Cycle.TotalSeconds * through.SaturationFlowPerLane.Value * through.Lanes;
    }

    /// <summary>Left turns differ from approach to approach: some fill their pockets, others never do.</summary>
    private static ImmutableArray<TurnShares> Turns(Corridor corridor, Duration from, ref SeededRandom random)
    {
        var turns = ImmutableArray.CreateBuilder<TurnShares>();
        foreach (var intersection in corridor.Intersections)
        {
            foreach (var approach in intersection.Approaches)
            {
                var left = 0.04 + 0.22 * random.NextDouble();
                var right = 0.05 + 0.15 * random.NextDouble();
                var shares = ImmutableDictionary<Turn, double>.Empty.Add(Turn.Left, left).Add(Turn.Right, right).Add(Turn.Through, 1 - left - right);
                turns.Add(new TurnShares(new ApproachRef(intersection.Id, approach.Id), from, shares));
            }
        }

        return turns.ToImmutable();
    }

    /// <summary>A peak somewhere in the period, and steps of five minutes that wander about it.</summary>
    private static DemandProfile Profile(double mean, Duration from, Duration length, ref SeededRandom random)
    {
        var peak = from.TotalSeconds + length.TotalSeconds * random.NextDouble();
        var width = 1200 + 2400 * random.NextDouble();
        var height = 0.6 * random.NextDouble();
        var wander = 0.0;
        var steps = new List<(Duration, double)>();
        for (var at = from; at < from + length; at += Step)
        {
            wander = 0.7 * wander + 0.08 * random.NextBell();
            var near = (at.TotalSeconds - peak) / width;
            steps.Add((at, Math.Max(20, mean * (0.8 + height * Math.Exp(-near * near) + wander))));
        }

        return new DemandProfile([.. steps]);
    }

    private static ImmutableArray<Surge> Surges(ImmutableArray<EntryFlow>.Builder entries, Duration from, Duration length, ref SeededRandom random)
    {
        var surges = ImmutableArray.CreateBuilder<Surge>();
        while (random.NextDouble() < 0.45 && surges.Count < 3)
        {
            var at = from + Duration.FromSeconds(Math.Floor(length.TotalSeconds * 0.8 * random.NextDouble()));
            var place = entries[(int)(entries.Count * random.NextDouble())].At;
            surges.Add(new Surge(place, 0.5 + 1.3 * random.NextDouble(), at, at + Duration.FromSeconds(600 + Math.Floor(1200 * random.NextDouble()))));
        }

        return surges.ToImmutable();
    }

    private static ImmutableArray<Incident> Incidents(Corridor corridor, Duration from, Duration length, ref SeededRandom random)
    {
        if (random.NextDouble() > 0.35)
        {
            return [];
        }

        var intersection = corridor.Intersections[(int)(corridor.Intersections.Length * random.NextDouble())];
        var approach = intersection.Approaches[(int)(intersection.Approaches.Length * random.NextDouble())];
        var at = from + Duration.FromSeconds(Math.Floor(length.TotalSeconds * 0.7 * random.NextDouble()));
        return [new Incident(new ApproachRef(intersection.Id, approach.Id), 1, new Metres(approach.Length.Value * 0.6), at, at + Duration.FromSeconds(900))];
    }
}
