using Signals.Core.Model;

namespace Signals.Core.Safety.Conflicts;

/// <summary>
/// The legs as points around a circle. Each leg has a point where traffic comes in and one where it goes out, in an order that
/// the side of traffic decides; two paths cross exactly when their chords do, which needs only the cyclic order of the points.
/// </summary>
public sealed class LegOrder
{
    private readonly Dictionary<string, (int In, int Out, double Bearing)> _points = [];

    public LegOrder(IEnumerable<Approach> approaches, TrafficSide side)
    {
        var rank = 0;
        foreach (var leg in approaches.OrderBy(a => a.BearingDegrees))
        {
            // Seen from the centre looking out along a leg, right-hand traffic comes in on the left (smaller bearing).
            var first = 2 * rank++;
            _points[leg.Id] = side == TrafficSide.Right
                ? (first, first + 1, leg.BearingDegrees)
                : (first + 1, first, leg.BearingDegrees);
        }
    }

    public bool Contains(string leg) => _points.ContainsKey(leg);

    /// <summary>True when the paths cross in the middle; paths that share a leg do not cross but may merge.</summary>
    public bool Cross(string fromA, string toA, string fromB, string toB)
    {
        var (a1, a2) = (_points[fromA].In, _points[toA].Out);
        var (b1, b2) = (_points[fromB].In, _points[toB].Out);
        if (a1 == b1 || a2 == b2)
        {
            return false;
        }

        return Between(a1, b1, a2) != Between(a1, b2, a2);
    }

    /// <summary>True when traffic on <paramref name="b"/> comes head-on to traffic on <paramref name="a"/>, within 45°.</summary>
    public bool AreOpposing(string a, string b)
    {
        var difference = Math.Abs(_points[a].Bearing - _points[b].Bearing) % 360;
        return difference is >= 135 and <= 225;
    }

    /// <summary>Angle that a driver turns, −180…180, right positive; 0 is straight on.</summary>
    public double TurnDegrees(string from, string to)
    {
        var angle = (_points[to].Bearing - _points[from].Bearing - 180) % 360;
        return angle <= -180 ? angle + 360 : angle > 180 ? angle - 360 : angle;
    }

    /// <summary>True when walking clockwise from <paramref name="start"/> meets <paramref name="point"/> before <paramref name="end"/>.</summary>
    private static bool Between(int start, int point, int end) =>
        start < end ? point > start && point < end : point > start || point < end;
}
