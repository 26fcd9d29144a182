using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Traffic;

namespace Signals.Sim.Training.Corridors;

/// <summary>Feature rows of simulated lane groups with everything that a forecast should have answered. Corridors are blocks: their rows resemble each other.</summary>
public sealed class SimulatedRows
{
    /// <summary>Seconds at the beginning of a run that are not used: the network fills, and sums of the past are not full.</summary>
    public const int WarmUpSeconds = 600;

    private readonly List<float[]> _arrivals = [];
    private readonly List<float[]> _events = [];
    private readonly List<int> _block = [];

    /// <param name="capacity">Most rows.</param>
    public SimulatedRows(int capacity) => Features = new FeatureTable(FeatureColumn.Count, capacity);

    public FeatureTable Features { get; }

    public int Count => _block.Count;

    /// <summary>Blocks so far.</summary>
    public int Blocks { get; private set; }

    /// <summary>True arrivals of every row at a horizon of <see cref="ForecastHorizons.Arrivals"/>.</summary>
    public float[] Arrivals(int horizon) => [.. _arrivals.Select(a => a[horizon])];

    /// <summary>1 where the event came true: spillback at the horizons of <see cref="ForecastHorizons.Risks"/>, then overload at the same.</summary>
    public float[] Events(int index) => [.. _events.Select(e => e[index])];

    public int Block(int row) => _block[row];

    /// <summary>All rows of several sets; their blocks stay apart.</summary>
    public static SimulatedRows Join(IReadOnlyList<SimulatedRows> sets)
    {
        var all = new SimulatedRows(Math.Max(1, sets.Sum(s => s.Count)));
        foreach (var set in sets)
        {
            for (var row = 0; row < set.Count; row++)
            {
                set.Features[row].CopyTo(all.Features.Append());
            }

            all._arrivals.AddRange(set._arrivals);
            all._events.AddRange(set._events);
            all._block.AddRange(set._block.Select(block => all.Blocks + block));
            all.Blocks += set.Blocks;
        }

        return all;
    }

    /// <summary>Takes over the days of one corridor as a block; a day's history are the other days among the first ones.</summary>
    /// <param name="days">For each day its recorders, one an intersection; at least two days.</param>
    /// <param name="used">Which days give rows.</param>
    /// <param name="historyDays">Days at the beginning that may be history, ≥ 2.</param>
    /// <param name="unknownHistory">Share of rows whose history is left out, 0–1.</param>
    /// <param name="seed">Decides which.</param>
    public void Add(IReadOnlyList<ImmutableArray<RunRecorder>> days, Func<int, bool> used, int historyDays, double unknownHistory, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, 0x4057));
        for (var day = 0; day < days.Count; day++)
        {
            for (var i = 0; i < days[day].Length && used(day); i++)
            {
                var others = days.Where((_, d) => d != day && d < historyDays).Select(d => d[i]).ToList();
                Add(days[day][i], others, unknownHistory, ref random);
            }
        }

        Blocks++;
    }

    private void Add(RunRecorder recorder, List<RunRecorder> others, double unknownHistory, ref SeededRandom random)
    {
        var farthest = ForecastHorizons.Arrivals[^1];
        var usual = recorder.Truth.Select((truth, g) => new UsualDay([.. others.Select(o => o.Truth[g])], truth)).ToArray();
        foreach (var (second, rows) in recorder.Kept)
        {
            for (var g = 0; g < usual.Length && second >= WarmUpSeconds && second + farthest < recorder.Truth[g].Seconds; g++)
            {
                var row = Features.Append();
                rows.AsSpan(g * FeatureColumn.Count, FeatureColumn.Count).CopyTo(row);
                var known = random.NextDouble() >= unknownHistory;
                for (var h = 0; h < ForecastHorizons.Arrivals.Length; h++)
                {
                    row[FeatureColumn.HistoricWithin + h] = known ? usual[g].Within(second, ForecastHorizons.Arrivals[h]) : float.NaN;
                }

                row[FeatureColumn.HistoricRatio] = known ? usual[g].Ratio(second) : float.NaN;
                Label(recorder, g, second);
            }
        }
    }

    private void Label(RunRecorder recorder, int laneGroup, int second)
    {
        var truth = recorder.Truth[laneGroup];
        var group = recorder.Intersection.LaneGroups[laneGroup];
        _arrivals.Add([.. ForecastHorizons.Arrivals.Select(within => (float)truth.Arrivals(second, within))]);
        _events.Add(
        [
            .. ForecastHorizons.Risks.Select(within => truth.SpillsBack(second, within, group) ? 1f : 0),
            .. ForecastHorizons.Risks.Select(within => truth.Overloads(second, within, group) ? 1f : 0),
        ]);
        _block.Add(Blocks);
    }
}
