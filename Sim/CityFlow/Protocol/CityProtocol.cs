using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Sim.CityFlow.Protocol;

/// <summary>How often a controller may decide, and how long a change of phase takes.</summary>
/// <param name="IntervalSeconds">Between two decisions, change included, s; 0 when decisions are free.</param>
/// <param name="ChangeSeconds">Phase 0 (right turns alone) before another phase, s; nothing when the phase is kept.</param>
public readonly record struct CityProtocol(int IntervalSeconds, int ChangeSeconds)
{
    private const string Free = "free";
    private const string Accepted = "use INTERVAL/CHANGE in whole seconds with 1 ≤ CHANGE < INTERVAL ≤ 120, or free/CHANGE: 15/5, 10/3, 5/2, free/5";
    private const int LongestInterval = 120;
    private const int LongestChange = 30;

    public bool IsFree => IntervalSeconds == 0;

    /// <summary>Reads a comma-separated list such as <c>15/5,free/2</c>.</summary>
    public static bool TryParseList(string text, out ImmutableArray<CityProtocol> protocols, out string problem)
    {
        var found = ImmutableArray.CreateBuilder<CityProtocol>();
        problem = "";
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(item) is not { } protocol)
            {
                problem = $"\"{item}\" is no protocol; {Accepted}";
                break;
            }

            found.Add(protocol);
        }

        problem = problem.Length == 0 && found.Count == 0 ? $"no protocol named; {Accepted}" : problem;
        protocols = found.ToImmutable();
        return problem.Length == 0;
    }

    public override string ToString() => $"{(IsFree ? Free : IntervalSeconds.ToString(CultureInfo.InvariantCulture))}/{ChangeSeconds}";

    private static CityProtocol? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var change) || change is < 1 or > LongestChange)
        {
            return null;
        }

        if (parts[0] == Free)
        {
            return new CityProtocol(0, change);
        }

        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var interval) && interval > change && interval <= LongestInterval
            ? new CityProtocol(interval, change)
            : null;
    }
}
