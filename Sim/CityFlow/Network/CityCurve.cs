namespace Signals.Sim.CityFlow.Network;

/// <summary>Polylines of roads and of ways through a junction, as CityFlow builds them.</summary>
internal static class CityCurve
{
    /// <summary>Pieces of a way through a junction that the file gives no points for.</summary>
    private const int Pieces = 10;

    /// <summary>Shortest handle of such a way, m, at junctions at least as wide.</summary>
    private const double ShortestHandle = 5;

    /// <summary>Cross products below are zero, m².</summary>
    private const double Epsilon = 1e-8;

    public static double Length(ReadOnlySpan<CityPoint> points)
    {
        var length = 0.0;
        for (var i = 1; i < points.Length; i++)
        {
            length += (points[i] - points[i - 1]).Length;
        }

        return length;
    }

    /// <summary>A road's polyline, shortened by the junctions at its ends and moved to the right by <paramref name="offset"/> m.</summary>
    public static CityPoint[] Lane(ReadOnlySpan<CityPoint> road, double trimStart, double trimEnd, double offset)
    {
        var points = road.ToArray();
        points[0] += (points[1] - points[0]).Unit * trimStart;
        points[^1] -= (points[^1] - points[^2]).Unit * trimEnd;
        var lane = new CityPoint[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var before = i > 0 ? (points[i] - points[i - 1]).Unit : (points[1] - points[0]).Unit;
            var after = i + 1 < points.Length ? (points[i + 1] - points[i]).Unit : before;
            lane[i] = points[i] + (before + after).Unit.Right * offset;
        }

        return lane;
    }

    /// <summary>Cubic Bézier curve from the end of one lane to the start of another.</summary>
    public static CityPoint[] Way(ReadOnlySpan<CityPoint> from, ReadOnlySpan<CityPoint> to, double junctionWidth)
    {
        var (start, end) = (from[^1], to[0]);
        var handle = (end - start).Length / 2;
        handle = handle < ShortestHandle && junctionWidth >= ShortestHandle ? ShortestHandle : handle;
        var first = start + (from[^1] - from[^2]).Unit * handle;
        var second = end - (to[1] - to[0]).Unit * handle;
        var points = new CityPoint[Pieces + 1];
        for (var i = 0; i <= Pieces; i++)
        {
            var t = i / (double)Pieces;
            var s = 1 - t;
            points[i] = start * (s * s * s) + first * (3 * s * s * t) + second * (3 * s * t * t) + end * (t * t * t);
        }

        return points;
    }

    /// <summary>Where two polylines first meet.</summary>
    /// <param name="onA">Distance of that point from the start of <paramref name="a"/>, m.</param>
    /// <param name="onB">Distance from the start of <paramref name="b"/>, m.</param>
    public static bool Meet(ReadOnlySpan<CityPoint> a, ReadOnlySpan<CityPoint> b, out double onA, out double onB)
    {
        var alongA = 0.0;
        for (var i = 1; i < a.Length; i++)
        {
            var pieceA = a[i] - a[i - 1];
            var alongB = 0.0;
            for (var j = 1; j < b.Length; j++)
            {
                if (PiecesMeet(a[i - 1], a[i], b[j - 1], b[j], out var point))
                {
                    (onA, onB) = (alongA + (point - a[i - 1]).Length, alongB + (point - b[j - 1]).Length);
                    return true;
                }

                alongB += (b[j] - b[j - 1]).Length;
            }

            alongA += pieceA.Length;
        }

        (onA, onB) = (double.NaN, double.NaN);
        return false;
    }

    private static bool PiecesMeet(CityPoint a1, CityPoint a2, CityPoint b1, CityPoint b2, out CityPoint point)
    {
        var (a, b) = (a2 - a1, b2 - b1);
        var cross = CityPoint.Cross(a, b);
        point = default;
        if (Math.Abs(cross) < Epsilon)
        {
            return false;
        }

        point = a1 + a * (CityPoint.Cross(b1 - a1, b) / cross);
        return IsBetween(a1, a2, point) && IsBetween(b1, b2, point);
    }

    private static bool IsBetween(CityPoint start, CityPoint end, CityPoint point) =>
        CityPoint.Dot(point - start, point - end) <= Epsilon;
}
