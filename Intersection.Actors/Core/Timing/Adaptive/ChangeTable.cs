using Signals.Core.Model;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>Intergreens between combinations, compiled: how long until all of the next is green, and until each lane group of it is.</summary>
public sealed class ChangeTable
{
    private readonly int _combinations;
    private readonly int _lanes;
    private readonly int[] _seconds;
    private readonly float[] _delay;

    public ChangeTable(PhaseTable table, CombinationTable combinations, LaneService service, int lanes)
    {
        _combinations = combinations.All.Length;
        _lanes = lanes;
        _seconds = new int[_combinations * _combinations];
        _delay = new float[_seconds.Length * lanes];
        foreach (var from in combinations.All)
        {
            foreach (var to in combinations.All)
            {
                var pair = from.Index * _combinations + to.Index;
                _seconds[pair] = (int)Math.Ceiling(Longest(table, from.Green - to.Green, to.Green - from.Green));
                for (var lane = 0; lane < lanes; lane++)
                {
                    _delay[pair * lanes + lane] = Longest(table, from.Green - to.Green, service.ServedBy(to.Index, lane));
                }
            }
        }
    }

    /// <summary>Whole seconds from leaving one combination until all of the next is green.</summary>
    public int Seconds(int from, int to) => _seconds[from * _combinations + to];

    /// <summary>Seconds from leaving one combination until the lane group's groups are green in the next.</summary>
    public float Delay(int from, int to, int lane) => _delay[((from * _combinations) + to) * _lanes + lane];

    private static float Longest(PhaseTable table, GroupSet leaving, GroupSet entering)
    {
        var longest = Duration.Zero;
        foreach (var group in leaving)
        {
            foreach (var other in table.Safety.ConflictsOf(group) & entering)
            {
                longest = Duration.Max(longest, table.Safety.Intergreen(group, other));
            }
        }

        return (float)longest.TotalSeconds;
    }
}
