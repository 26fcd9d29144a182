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
        var level = 0.7 + 1.3 * pattern.NextDouble();
        var pedestrians = 150 * pattern.NextDouble();
        var places = Scenario.Uniform(corridor, 1, pedestrians);
        var entries = ImmutableArray.CreateBuilder<EntryFlow>();
        foreach (var entry in places.Entries)
        {
            var isMain = entry.At.Approach is "E" or "W";
            var mean = level * (isMain ? 550 + 350 * pattern.NextDouble() : 220 + 260 * pattern.NextDouble());
            entries.Add(entry with { Flow = Profile(mean, from, length, ref pattern) });
        }

        return places with
        {
            Name = corridor.Name,
            Entries = entries.ToImmutable(),
            Surges = Surges(entries, from, length, ref special),
            Incidents = Incidents(corridor, from, length, ref special),
            TruckShare = 0.01 + 0.07 * pattern.NextDouble(),
            DailyVariation = DailyVariation,
        };
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
        if (random.NextDouble() > 0.2)
        {
            return [];
        }

        var intersection = corridor.Intersections[(int)(corridor.Intersections.Length * random.NextDouble())];
        var approach = intersection.Approaches.First(a => a.Id is "E" or "W");
        var at = from + Duration.FromSeconds(Math.Floor(length.TotalSeconds * 0.7 * random.NextDouble()));
        return [new Incident(new ApproachRef(intersection.Id, approach.Id), 1, new Metres(approach.Length.Value * 0.6), at, at + Duration.FromSeconds(900))];
    }
}
