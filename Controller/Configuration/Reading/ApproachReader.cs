using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Conflicts;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>approaches</c>: legs with bearing, speed, grade and widths.</summary>
internal static class ApproachReader
{
    /// <summary>Legs closer than this cannot be told apart; their order would decide conflicts by chance.</summary>
    private const double LeastAngle = 15;

    private static readonly (string Name, double Degrees)[] Compass =
        [("N", 0), ("NE", 45), ("E", 90), ("SE", 135), ("S", 180), ("SW", 225), ("W", 270), ("NW", 315)];

    public static void Read(IntersectionDraft draft)
    {
        foreach (var (key, value) in draft.Section.Entries("approaches"))
        {
            var scope = draft.Scope.In($"approach {key.Text}", $"approaches.{key.Text}");
            var section = new SectionReader(value, Sections.Approach, scope);
            if (!section.IsMap)
            {
                continue;
            }

            var bearing = Bearing(section);
            var speed = new MetresPerSecond(section.Quantity("speed", UnitFamily.Speed, 13.9, 2, 35));
            var grade = section.Quantity("grade", UnitFamily.Percent, 0, -10, 10);
            var length = section.Length("length", new Metres(150), 10, 5000);
            var width = section.Length("crossing-width", new Metres(20), 3, 100);
            draft.Approaches.Add(new(new Approach(key.Text, bearing, speed, grade, length, width), value));
        }

        Check(draft);
        draft.Legs = new LegOrder(draft.Approaches.Select(a => a.Value), draft.Side);
    }

    private static double Bearing(SectionReader section)
    {
        if (section.Find("bearing") is { Kind: NodeKind.Scalar } node)
        {
            foreach (var (name, degrees) in Compass)
            {
                if (name == node.Text)
                {
                    section.Scope.Record("bearing", UnitFamily.Angle.Format(degrees), ValueSource.File, node, safety: true);
                    return degrees;
                }
            }
        }

        return section.Quantity("bearing", UnitFamily.Angle, 0, 0, 359.9);
    }

    private static void Check(IntersectionDraft draft)
    {
        // With surveyed conflicts each carriageway may be a leg of its own, and bearings decide nothing.
        var most = draft.IsSurveyed ? 32 : 8;
        if ((draft.Approaches.Count < 2 || draft.Approaches.Count > most) && draft.Section.Has("approaches"))
        {
            draft.Scope.Error(draft.Section.At("approaches"), $"has {draft.Approaches.Count} approaches; 2–{most} are supported", "approaches");
        }

        for (var i = 0; !draft.IsSurveyed && i < draft.Approaches.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (draft.Approaches[i], draft.Approaches[j]);
                var angle = Math.Abs(a.Value.BearingDegrees - b.Value.BearingDegrees);
                if (Math.Min(angle, 360 - angle) < LeastAngle)
                {
                    draft.Scope.In($"approach {a.Value.Id}", $"approaches.{a.Value.Id}").Error(
                        a.Node, $"bearing is within {LeastAngle:0} deg of approach {b.Value.Id}; legs must lie at least {LeastAngle:0} deg apart", "bearing");
                }
            }
        }
    }
}
