using System.Globalization;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Scoring;

/// <summary>
/// Scores a finished SUMO run from SUMO's own outputs. Full delay counts everybody who was scheduled: (timeLoss + departDelay) of those who entered,
/// end − depart of those who never did; a controller cannot improve by keeping vehicles out.
/// </summary>
public static class TripScorer
{
    private const double P95 = 0.95;

    /// <param name="tripinfo">Output of a run with <c>--tripinfo-output.write-unfinished</c>.</param>
    /// <param name="routes">The demand: files with <c>vehicle</c> or <c>trip</c> elements.</param>
    /// <param name="begin">First second of the demand that counts.</param>
    /// <param name="end">Second at which the run ended.</param>
    /// <param name="statistic">Output of <c>--statistic-output</c>.</param>
    /// <exception cref="SumoFormatException">A file is not what SUMO writes; with file, line and field.</exception>
    public static TripScore Score(string tripinfo, IEnumerable<string> routes, double begin, double end, string statistic)
    {
        var scheduled = ReadSchedule(routes, begin, end);
        var trips = ReadTrips(tripinfo);
        var missing = scheduled.Where(s => !trips.Departed.Contains(s.Key)).Select(s => end - s.Value).ToList();
        var everyone = trips.Delays.Concat(missing).Order().ToList();
        var (teleports, collisions, emergencyStops) = ReadStatistic(statistic);
        return new TripScore(
            scheduled.Count, trips.Departed.Count, trips.Durations.Count, missing.Count, Mean(everyone), Mean(trips.Delays),
            everyone.Count > 0 ? Rounded(everyone[(int)(P95 * (everyone.Count - 1))]) : null, trips.Waits.Count > 0 ? trips.Waits.Max() : null,
            Mean(trips.Durations), Mean(trips.FinishedWaits), Mean(trips.Stops), teleports, collisions, emergencyStops);
    }

    private static Dictionary<string, double> ReadSchedule(IEnumerable<string> routes, double begin, double end)
    {
        var scheduled = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var file in routes)
        {
            SumoXml.Read(file, (element, depth) =>
            {
                if (depth == 1 && element.Name is "vehicle" or "trip" && element.Number("depart") is var depart && depart >= begin && depart < end)
                {
                    scheduled[element.Text("id")] = depart;
                }

                return depth == 0;
            });
        }

        return scheduled;
    }

    private static Trips ReadTrips(string file)
    {
        var trips = new Trips();
        SumoXml.Read(file, (element, depth) =>
        {
            if (element.Name == "tripinfo" && element.Number("depart") >= 0)
            {
                trips.Add(element);
            }

            return depth == 0;
        });
        return trips;
    }

    private static (int Teleports, int Collisions, int EmergencyStops) ReadStatistic(string file)
    {
        int? teleports = null, collisions = null, emergencyStops = null;
        SumoXml.Read(file, (element, depth) =>
        {
            if (element.Name == "teleports")
            {
                teleports = element.Integer("total");
            }
            else if (element.Name == "safety")
            {
                collisions = element.Integer("collisions");
                emergencyStops = element.Integer("emergencyStops");
            }

            return depth == 0;
        });
        return teleports is { } t && collisions is { } c && emergencyStops is { } e
            ? (t, c, e)
            : throw new SumoFormatException($"{file}: no elements teleports and safety: not the output of --statistic-output");
    }

    private static double? Mean(List<double> values) => values.Count > 0 ? Rounded(values.Sum() / values.Count) : null;

    /// <summary>To thousandths, by the exact decimal value, as the benchmark's program does.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("F3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private sealed class Trips
    {
        public HashSet<string> Departed { get; } = new(StringComparer.Ordinal);

        public List<double> Delays { get; } = [];

        public List<double> Waits { get; } = [];

        public List<double> Durations { get; } = [];

        public List<double> FinishedWaits { get; } = [];

        public List<double> Stops { get; } = [];

        public void Add(SumoElement trip)
        {
            Departed.Add(trip.Text("id"));
            Delays.Add(trip.Number("timeLoss") + trip.Number("departDelay"));
            Waits.Add(trip.Number("waitingTime"));
            if (trip.Number("arrival") >= 0)
            {
                Durations.Add(trip.Number("duration"));
                FinishedWaits.Add(Waits[^1]);
                Stops.Add(trip.Integer("waitingCount"));
            }
        }
    }
}
