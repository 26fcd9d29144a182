using System.Collections.Immutable;
using System.Globalization;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Conflicts;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>lane-groups</c> and their movements.</summary>
internal static class LaneGroupReader
{
    private static readonly (string, Turn)[] Turns =
        [("left", Turn.Left), ("through", Turn.Through), ("right", Turn.Right), ("u-turn", Turn.UTurn)];

    public static void Read(IntersectionDraft draft)
    {
        foreach (var (key, value) in draft.Section.Entries("lane-groups"))
        {
            var scope = draft.Scope.In($"lane group {key.Text}", $"lane-groups.{key.Text}");
            var section = new SectionReader(value, Sections.LaneGroup, scope);
            if (!section.IsMap)
            {
                continue;
            }

            var approachId = section.Text("approach");
            var approach = draft.FindApproach(approachId);
            if (approach is null && section.Has("approach"))
            {
                var accepted = draft.Approaches.Select(a => a.Value.Id);
                scope.Error(section.At("approach"), $"approach \"{approachId}\" is not defined{Spelling.Suggest(approachId, accepted)}", "approach");
            }

            var lanes = section.Integer("lanes", 1, 1, 8);
            var storage = section.Length("storage", approach?.Length ?? new Metres(150), 6, 5000);
            var pocket = section.Flag("pocket", false);
            var saturation = new VehiclesPerHour(section.Quantity("saturation-flow", UnitFamily.Flow, 1900, 300, 3000));
            var lost = new Seconds(section.Quantity("start-up-lost", UnitFamily.Time, 2, 0, 6));
            var movements = Movements(draft, section, approach);
            draft.Positions.Add(Position(draft, section, movements));
            draft.LaneGroups.Add(new(
                new LaneGroup(draft.LaneGroups.Count, key.Text, approachId, lanes, storage, pocket, saturation, lost, movements), value));
        }

        CheckYields(draft);
    }

    private static ImmutableArray<Movement> Movements(IntersectionDraft draft, SectionReader lane, Approach? approach)
    {
        var movements = ImmutableArray.CreateBuilder<Movement>();
        var items = lane.Items("movements");
        foreach (var item in items)
        {
            var number = (movements.Count + 1).ToString(CultureInfo.InvariantCulture);
            var section = new SectionReader(item, Sections.Movement, lane.Scope.In($"movement {number}", $"movements.{item.Peek("turn")}-{item.Peek("to")}"));
            movements.Add(ReadMovement(draft, section, approach, items.Count == 1 ? 100 : -1));
        }

        if (movements.Count == 0 && lane.Has("movements"))
        {
            lane.Scope.Error(lane.At("movements"), "has no movement; list at least one { turn, to, protected }", "movements");
        }

        var sum = movements.Sum(m => m.Share);
        if (movements.Count > 1 && movements.All(m => m.Share >= 0) && Math.Abs(sum - 1) > 0.005)
        {
            lane.Scope.Error(
                lane.At("movements"), string.Create(CultureInfo.InvariantCulture, $"shares add to {sum * 100:0.##} %; they must add to 100 %"), "movements");
        }

        return movements.ToImmutable();
    }

    private static Movement ReadMovement(IntersectionDraft draft, SectionReader section, Approach? approach, double defaultShare)
    {
        var turn = section.Choice("turn", Turn.Through, Turns);
        var exit = section.Text("to");
        CheckGeometry(draft, section, approach, turn, exit);
        var byGroup = Group(draft, section, "protected");
        var under = Group(draft, section, "permissive");
        var onRed = section.Flag("on-red", false);
        if (section.IsMap && !section.Has("protected") && !section.Has("permissive") && !(draft.IsSurveyed && onRed))
        {
            section.Scope.Error(section.Node, "is served by no group; name one with protected, or permissive where it has to yield");
        }

        if (turn == Turn.Through && under >= 0 && !draft.IsSurveyed)
        {
            section.Scope.Error(section.At("permissive"), "a through movement cannot be permissive; name its group with protected", "permissive");
        }

        var kerbTurn = draft.Side == TrafficSide.Right ? Turn.Right : Turn.Left;
        if (onRed && turn != kerbTurn && !draft.IsSurveyed)
        {
            section.Scope.Error(section.At("on-red"), $"on-red applies to {(kerbTurn == Turn.Right ? "right" : "left")} turns only; remove it", "on-red");
        }

        if (!section.Has("share") && defaultShare < 0 && section.IsMap)
        {
            section.Scope.Error(section.Node, "share is missing; with several movements each needs one, for example \"share: 20 %\"", "share");
        }

        return new Movement(turn, exit, byGroup, under, onRed, section.Quantity("share", UnitFamily.Percent, defaultShare, 0, 100) / 100)
        {
            ExitLane = section.Integer("exit-lane", 0, 0, 8),
            YieldsTo = YieldsTo(section),
        };
    }

    /// <summary>Names are checked when all lane groups are known (<see cref="CheckYields"/>); uninitialised when the file leaves it to the geometry.</summary>
    private static ImmutableArray<string> YieldsTo(SectionReader section)
    {
        if (!section.Has("yields-to"))
        {
            return default;
        }

        var names = section.Items("yields-to").Select(i => i.Text).ToImmutableArray();
        section.Scope.Record("yields-to", string.Join(", ", names), ValueSource.File, section.At("yields-to"));
        return names;
    }

    private static void CheckYields(IntersectionDraft draft)
    {
        var known = draft.LaneGroups.SelectMany(l => l.Value.Movements.Select(m => $"{l.Value.Id}>{m.ExitLeg}")).ToHashSet();
        foreach (var (lane, node) in draft.LaneGroups.Select(l => (l.Value, l.Node)))
        {
            foreach (var name in lane.Movements.Where(m => !m.YieldsTo.IsDefault).SelectMany(m => m.YieldsTo).Where(n => !known.Contains(n)).Distinct())
            {
                draft.Scope.In($"lane group {lane.Id}", $"lane-groups.{lane.Id}").Error(
                    node.Below("movements"), $"yields-to \"{name}\" is no movement of this intersection; write lane group > leg, for example \"{known.First()}\"", "yields-to");
            }
        }
    }

    private static int Group(IntersectionDraft draft, SectionReader section, string key)
    {
        if (section.Find(key) is not { } node)
        {
            return -1;
        }

        var index = draft.GroupIndex(section.Scope, node, key);
        if (index < 0)
        {
            return -1;
        }

        if (draft.Groups[index].IsPedestrian)
        {
            section.Scope.Error(node, $"{key} \"{node.Text}\" is a pedestrian group; vehicles need a vehicle, turn-arrow, bicycle, transit or overlap group", key);
            return -1;
        }

        section.Scope.Record(key, node.Text, ValueSource.File, node, safety: true);
        return index;
    }

    private static void CheckGeometry(IntersectionDraft draft, SectionReader section, Approach? approach, Turn turn, string exit)
    {
        if (approach is null || exit.Length == 0)
        {
            return;
        }

        if (draft.FindApproach(exit) is null)
        {
            section.Scope.Error(
                section.At("to"), $"exit leg \"{exit}\" is not defined{Spelling.Suggest(exit, draft.Approaches.Select(a => a.Value.Id))}", "to");
            return;
        }

        if (draft.IsSurveyed)
        {
            return;
        }

        var angle = draft.Legs.TurnDegrees(approach.Id, exit);
        var fits = turn switch
        {
            Turn.UTurn => exit == approach.Id,
            Turn.Through => Math.Abs(angle) <= 60,
            Turn.Right => angle is > 15 and < 175,
            _ => angle is < -15 and > -175,
        };
        if (!fits || (turn != Turn.UTurn && exit == approach.Id))
        {
            var is_ = exit == approach.Id ? "a u-turn" : Math.Abs(angle) <= 15 ? "straight on" : angle > 0 ? "to the right" : "to the left";
            section.Scope.Error(
                section.At("to"), $"from leg {approach.Id} to leg {exit} is {is_}, which contradicts turn \"{section.Find("turn")?.Text}\"; correct turn, to or the bearings", "to");
        }
    }

    private static LanePosition Position(IntersectionDraft draft, SectionReader section, ImmutableArray<Movement> movements)
    {
        var kinds = movements.Select(m => Math.Max(m.ProtectedBy, m.PermissiveUnder)).Where(g => g >= 0).Select(g => draft.Groups[g].Kind).ToList();
        var special = kinds.Contains(SignalGroupKind.Bicycle) || kinds.Contains(SignalGroupKind.Transit);
        return section.Choice(
            "position", special ? LanePosition.Kerb : LanePosition.General,
            ("general", LanePosition.General), ("kerb", LanePosition.Kerb), ("median", LanePosition.Median));
    }
}
