using System.Numerics;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>
/// Plan of one junction in metres around its centre (x east, y north), drawn from bearings, crossing widths and lane counts: where lanes
/// end and begin, how paths run, and where two paths meet.
/// </summary>
internal sealed class JunctionGeometry
{
    public const float LaneWidth = 3.25f;
    private const int Points = 13;
    private const float SmallestRadius = 9f;

    private readonly Dictionary<string, (Vector2 Outward, float Radius)> _legs = [];
    private readonly float _side;

    /// <param name="intersection">Gives bearings and crossing widths.</param>
    /// <param name="side">Side of the road that traffic keeps to.</param>
    public JunctionGeometry(Intersection intersection, TrafficSide side)
    {
        _side = side == TrafficSide.Right ? 1f : -1f;
        foreach (var approach in intersection.Approaches)
        {
            var bearing = (float)(approach.BearingDegrees * Math.PI / 180.0);
            var radius = MathF.Max(SmallestRadius, (float)approach.CrossingWidth.Value / 2f);
            _legs[approach.Id] = (new Vector2(MathF.Sin(bearing), MathF.Cos(bearing)), radius);
        }
    }

    public float RadiusOf(string leg) => _legs[leg].Radius;

    /// <summary>Centre line of a path as a polyline from stop line to exit lane.</summary>
    public Vector2[] Path(string fromLeg, int fromLane, int fromLanes, string toLeg, int toLane, int toLanes)
    {
        var (inward, radiusIn) = (-_legs[fromLeg].Outward, _legs[fromLeg].Radius);
        var (outward, radiusOut) = _legs[toLeg];
        var start = -inward * radiusIn + Kerbward(inward) * (LaneWidth * (fromLanes - fromLane - 0.5f));
        var end = outward * radiusOut + Kerbward(outward) * (LaneWidth * (toLanes - toLane - 0.5f));
        var handle = MathF.Max(4f, Vector2.Distance(start, end) * 0.5f);
        return Bezier(start, start + inward * handle, end - outward * handle, end);
    }

    public static float LengthOf(ReadOnlySpan<Vector2> line)
    {
        var length = 0f;
        for (var i = 1; i < line.Length; i++)
        {
            length += Vector2.Distance(line[i - 1], line[i]);
        }

        return length;
    }

    /// <summary>First point where the two polylines cross, as metres along each; null when they do not.</summary>
    public static (float Here, float There)? Crossing(ReadOnlySpan<Vector2> a, ReadOnlySpan<Vector2> b)
    {
        var here = 0f;
        for (var i = 1; i < a.Length; i++)
        {
            var there = 0f;
            for (var j = 1; j < b.Length; j++)
            {
                if (Meet(a[i - 1], a[i], b[j - 1], b[j]) is var (s, t))
                {
                    return (here + s * Vector2.Distance(a[i - 1], a[i]), there + t * Vector2.Distance(b[j - 1], b[j]));
                }

                there += Vector2.Distance(b[j - 1], b[j]);
            }

            here += Vector2.Distance(a[i - 1], a[i]);
        }

        return null;
    }

    /// <summary>Unit vector from the centre line towards the kerb for traffic heading that way.</summary>
    private Vector2 Kerbward(Vector2 heading) => new Vector2(heading.Y, -heading.X) * _side;

    private static Vector2[] Bezier(Vector2 a, Vector2 b, Vector2 c, Vector2 d)
    {
        var line = new Vector2[Points];
        for (var i = 0; i < Points; i++)
        {
            var t = i / (float)(Points - 1);
            var u = 1f - t;
            line[i] = a * (u * u * u) + b * (3f * u * u * t) + c * (3f * u * t * t) + d * (t * t * t);
        }

        return line;
    }

    private static (float S, float T)? Meet(Vector2 p, Vector2 p2, Vector2 q, Vector2 q2)
    {
        var r = p2 - p;
        var s = q2 - q;
        var cross = r.X * s.Y - r.Y * s.X;
        if (MathF.Abs(cross) < 1e-6f)
        {
            return null;
        }

        var d = q - p;
        var t = (d.X * s.Y - d.Y * s.X) / cross;
        var u = (d.X * r.Y - d.Y * r.X) / cross;
        return t is >= 0f and <= 1f && u is >= 0f and <= 1f ? (t, u) : null;
    }
}
