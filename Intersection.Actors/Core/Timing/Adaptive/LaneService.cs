using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Combinations;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// How fast each lane group discharges under each combination, as a share of its saturation flow: protected movements at full rate, permissive ones by
/// the gaps in the opposing flow, and a blocked movement holding back the lanes it shares.
/// </summary>
public sealed class LaneService
{
    /// <summary>Critical gap and follow-up time of a permissive left turn, HCM 6th ed. exhibit 20-11 and chapter 31: 4.5 s and 2.5 s.</summary>
    private const double CriticalGap = 4.5, FollowUp = 2.5;

    private readonly int _lanes;
    private readonly float[] _protected;
    private readonly float[] _permissive;
    private readonly GroupSet[] _servedBy;
    private readonly ImmutableArray<int>[] _opposing;

    public LaneService(Intersection intersection, CombinationTable combinations)
    {
        _lanes = intersection.LaneGroups.Length;
        _protected = new float[_lanes * combinations.All.Length];
        _permissive = new float[_lanes * combinations.All.Length];
        _servedBy = new GroupSet[_lanes * combinations.All.Length];
        _opposing = [.. intersection.LaneGroups.Select(lane => Opposing(intersection, lane))];
        foreach (var combination in combinations.All)
        {
            foreach (var lane in intersection.LaneGroups)
            {
                Fill(lane, combination);
            }
        }
    }

    /// <summary>Share of saturation flow that the protected movements of the lane group give, 0–1.</summary>
    public float Protected(int combination, int lane) => _protected[combination * _lanes + lane];

    /// <summary>Share of the lane group's traffic that may go when the opposing traffic lets it, 0–1.</summary>
    public float Permissive(int combination, int lane) => _permissive[combination * _lanes + lane];

    /// <summary>Groups that let the lane group go under the combination.</summary>
    public GroupSet ServedBy(int combination, int lane) => _servedBy[combination * _lanes + lane];

    /// <summary>Lane groups whose traffic a permissive turn from this one yields to.</summary>
    public ImmutableArray<int> OpposingOf(int lane) => _opposing[lane];

    /// <summary>Vehicles per second that find a gap in an opposing flow (HCM permissive-turn capacity).</summary>
    public static float GapCapacity(double opposingPerSecond)
    {
        var flow = Math.Max(opposingPerSecond, 1e-4);
        return (float)(flow * Math.Exp(-flow * CriticalGap) / (1 - Math.Exp(-flow * FollowUp)));
    }

    private void Fill(LaneGroup lane, Combination combination)
    {
        double sure = 0, yielding = 0;
        var served = GroupSet.Empty;
        foreach (var movement in lane.Movements)
        {
            if (movement.ProtectedBy >= 0 && combination.Green.Contains(movement.ProtectedBy))
            {
                sure += movement.Share;
                served = served.With(movement.ProtectedBy);
            }
            else if (movement.PermissiveUnder >= 0 && combination.Green.Contains(movement.PermissiveUnder))
            {
                yielding += movement.Share;
                served = served.With(movement.PermissiveUnder);
            }
        }

        // One blocked movement in a single shared lane stops everybody behind it; with more lanes the others can pass.
        var moving = sure + yielding;
        var passing = moving <= 0 ? 0 : lane.Lanes == 1 ? moving : 1;
        var i = combination.Index * _lanes + lane.Index;
        _protected[i] = (float)(sure * passing);
        _permissive[i] = (float)(yielding * passing);
        _servedBy[i] = served;
    }

    private static ImmutableArray<int> Opposing(Intersection intersection, LaneGroup lane)
    {
        var own = Bearing(intersection, lane.Approach);
        return [.. intersection.LaneGroups
            .Where(other => IsOpposite(own, Bearing(intersection, other.Approach)) && other.Movements.Any(m => m.Turn is Turn.Through or Turn.Right))
            .Select(other => other.Index)];
    }

    private static bool IsOpposite(double a, double b) => Math.Abs((Math.Abs(a - b) % 360) - 180) <= 45;

    private static double Bearing(Intersection intersection, string approach) =>
        intersection.Approaches.FirstOrDefault(a => a.Id == approach)?.BearingDegrees ?? 0;
}
