using System.Collections.Immutable;
using Signals.Sim.Validation;

namespace Signals.Sim.Tuning;

/// <summary>What one street (an approach) or crossing got before and after tuning, mean over the seeds weighted by users. Times in seconds.</summary>
/// <param name="Street"><c>INTERSECTION.LEG</c>.</param>
/// <param name="Kind"><c>main</c>, <c>side</c> or <c>crossing</c>.</param>
/// <param name="Users">Vehicles or pedestrians of one run, after tuning.</param>
/// <param name="StopsBefore">Stops per vehicle; 0 for a crossing.</param>
public sealed record StreetFigures(
    string Street, string Kind, double Users, double DelayBeforeS, double DelayAfterS, double StopsBefore, double StopsAfter,
    double LongestWaitBeforeS, double LongestWaitAfterS)
{
    /// <summary>Every street and crossing, in the order of the file.</summary>
    public static ImmutableArray<StreetFigures> Of(Comparison comparison)
    {
        var (before, after) = (Places(comparison, ControllerChoice.Fixed), Places(comparison, ControllerChoice.Tuned));
        return
        [
            .. from a in after
               let b = before.Single(p => (p.Street, p.Kind) == (a.Street, a.Kind))
               select new StreetFigures(a.Street, a.Kind, a.Users, b.Delay, a.Delay, b.Stops, a.Stops, b.LongestWait, a.LongestWait),
        ];
    }

    private static List<Place> Places(Comparison comparison, ControllerChoice controller)
    {
        var runs = comparison.Runs.Where(r => r.Controller == controller).ToList();
        var approaches = runs.SelectMany(r => r.Traffic.Approaches).Select(a => new Place(
            $"{a.Intersection}.{a.Approach}", a.IsMain ? "main" : "side", a.Vehicles, a.MeanDelay.Value, a.StopsPerVehicle, a.LongestWait.Value));
        var crossings = runs.SelectMany(r => r.Traffic.Crossings).Select(c => new Place(
            $"{c.Intersection}.{c.Leg}", "crossing", c.Served + c.Waiting, c.MeanWait.Value, 0, c.LongestWait.Value));
        return [.. approaches.Concat(crossings).GroupBy(p => (p.Street, p.Kind)).Select(g => Place.Mean([.. g]))];
    }

    private sealed record Place(string Street, string Kind, double Users, double Delay, double Stops, double LongestWait)
    {
        public static Place Mean(List<Place> runs)
        {
            var users = Math.Max(1, runs.Sum(r => r.Users));
            return new Place(
                runs[0].Street, runs[0].Kind, runs.Average(r => r.Users), runs.Sum(r => r.Users * r.Delay) / users,
                runs.Sum(r => r.Users * r.Stops) / users, runs.Max(r => r.LongestWait));
        }
    }
}
