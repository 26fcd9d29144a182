using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Conflicts;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>
/// Derives conflicts (or takes a complete survey of them, <see cref="SurveyReader"/>) and intergreens, then applies what the file adds. <c>conflicts</c> lists further
/// pairs; <c>intergreens</c> is a matrix row by row (leaving group, then entering group) of longer times or of distances. Neither can remove or shorten.
/// </summary>
internal static class IntergreenReader
{
    private const string AddedByFile = "added by the file";

    private static readonly string[] Removals = ["none", "-", "no", "compatible", "0 s", "0"];

    public static void Read(IntersectionDraft draft)
    {
        draft.Streams = [.. GroupStream.Of([.. draft.LaneGroups.Select(l => l.Value)], [.. draft.Crossings.Select(c => c.Value)], draft.Positions)
            .Where(s => draft.Legs.Contains(s.From) && draft.Legs.Contains(s.To))];
        if (draft.IsSurveyed)
        {
            draft.Conflicts = SurveyReader.Read(draft);
        }
        else
        {
            var rules = new ConflictRules(draft.Legs, draft.Side, draft.Standard.TurnsMayYieldToPedestrians);
            draft.Conflicts = rules.Derive(draft.Groups.Count, draft.Streams);
            CheckSelfConflicts(draft, rules);
        }

        AddConflicts(draft);
        var cells = Rows(draft).ToList();
        foreach (var (from, to, _, _) in cells)
        {
            draft.Conflicts.Add(from, to, AddedByFile);
        }

        var times = Derived(draft);
        foreach (var (from, to, node, scope) in cells)
        {
            Apply(draft, times, from, to, node, scope);
        }

        draft.Intergreens = new IntergreenMatrix(draft.Groups.Count, times);
        Record(draft, cells);
    }

    private static void CheckSelfConflicts(IntersectionDraft draft, ConflictRules rules)
    {
        foreach (var group in draft.Groups)
        {
            if (rules.SelfConflict([.. draft.Streams.Where(s => s.Group == group.Index)]) is { } collision)
            {
                group.Section.Scope.Error(
                    group.Node, $"would show green to colliding traffic: {collision}; use separate groups, or declare the turn permissive where it may yield");
            }
        }
    }

    private static void AddConflicts(IntersectionDraft draft)
    {
        foreach (var pair in draft.Section.Items("conflicts"))
        {
            if (pair.Kind != NodeKind.List || pair.Items.Count != 2)
            {
                draft.Scope.Error(pair, "each conflict must be a pair of groups, for example [P2, PED4]", "conflicts");
                continue;
            }

            var (a, b) = (draft.GroupIndex(draft.Scope, pair.Items[0], "conflicts"), draft.GroupIndex(draft.Scope, pair.Items[1], "conflicts"));
            if (a >= 0 && a == b)
            {
                draft.Scope.Error(pair, $"group {draft.GroupName(a)} cannot conflict with itself", "conflicts");
            }
            else if (a >= 0 && b >= 0)
            {
                draft.Conflicts.Add(a, b, AddedByFile);
            }
        }
    }

    private static IEnumerable<(int From, int To, ConfigNode Node, Scope Scope)> Rows(IntersectionDraft draft)
    {
        foreach (var (rowKey, row) in draft.Section.Entries("intergreens"))
        {
            var scope = draft.Scope.In($"intergreen from {rowKey.Text}", $"intergreens.{rowKey.Text}");
            var from = draft.GroupIndex(draft.Scope, rowKey, "intergreens");
            if (row.Kind != NodeKind.Map)
            {
                scope.Error(row, "must be a map of entering groups, for example { P4: 6 s }");
                continue;
            }

            foreach (var (key, value) in row.Entries)
            {
                var to = draft.GroupIndex(scope, key, "intergreens");
                if (from < 0 || to < 0)
                {
                    continue;
                }

                var cell = scope.In($"to {key.Text}", key.Text);
                if (from == to)
                {
                    cell.Error(key, "a group has no intergreen to itself; remove it");
                }
                else if (value.Kind == NodeKind.Scalar && Removals.Contains(value.Text))
                {
                    RefuseRemoval(draft, cell, value, from, to);
                }
                else
                {
                    yield return (from, to, value, cell);
                }
            }
        }
    }

    private static void RefuseRemoval(IntersectionDraft draft, Scope cell, ConfigNode value, int from, int to)
    {
        if (draft.Conflicts.Reason(from, to) is { } reason)
        {
            cell.Error(value, $"\"{value.Text}\" would remove a conflict ({reason}); a file can only add conflicts or lengthen intergreens. Remove this entry");
        }
        else
        {
            cell.Error(value, "the groups do not conflict; leave the entry out, or write a time to make them conflict");
        }
    }

    private static Duration?[] Derived(IntersectionDraft draft)
    {
        var count = draft.Groups.Count;
        var times = new Duration?[count * count];
        foreach (var from in draft.Groups)
        {
            foreach (var to in draft.Groups.Where(to => draft.Conflicts.Conflicts(from.Index, to.Index)))
            {
                times[from.Index * count + to.Index] = Duration.Max(from.Timing.Clearance + from.Timing.RedClearance, to.Timing.RedAmber);
            }
        }

        return times;
    }

    private static void Apply(IntersectionDraft draft, Duration?[] times, int from, int to, ConfigNode node, Scope cell)
    {
        var at = from * draft.Groups.Count + to;
        var least = times[at] ?? Duration.Zero;
        if (node.Kind == NodeKind.Scalar)
        {
            times[at] = Longer(draft, from, to, least, ReadTime(node, cell), node, cell);
            return;
        }

        var section = new SectionReader(node, Sections.Intergreen, cell);
        if (section.Has("clearing") || section.Has("entering"))
        {
            var whole = least;
            least = FromDistances(draft, section, from, to) ?? whole;
            if (least < whole)
            {
                cell.Info(node, $"{least} from this pair's distances, where the whole crossing width asks {whole}; have the distances measured twice");
            }
        }

        var chosen = section.OptionalTime("time", 0, 60);
        times[at] = chosen is { } time ? Longer(draft, from, to, least, time, section.At("time"), cell) : least;
    }

    private static Duration? ReadTime(ConfigNode node, Scope cell)
    {
        if (!UnitFamily.Time.TryRead(node.Text, out var seconds, out _, out var problem))
        {
            cell.Error(node, problem);
            return null;
        }

        if (seconds is >= 0 and <= 60)
        {
            return Duration.FromSeconds(Math.Round(seconds, 1));
        }

        cell.Error(node, $"{node.Text} is outside 0 s to 60 s");
        return null;
    }

    private static Duration Longer(IntersectionDraft draft, int from, int to, Duration least, Duration? chosen, ConfigNode node, Scope cell)
    {
        if (chosen is { } time && time < least)
        {
            cell.Error(
                node, $"{time} is shorter than the {draft.Standard.Authority} intergreen {least} ({draft.Conflicts.Reason(from, to)}); write {least} or more, or give the pair's clearing and entering distances where the standard computes from them");
        }

        return chosen is { } longer && longer > least ? longer : least;
    }

    private static Duration? FromDistances(IntersectionDraft draft, SectionReader section, int from, int to)
    {
        var leaving = draft.Groups[from];
        var clearing = section.Length("clearing", new Metres(20), 1, 100);
        var entering = section.Length("entering", Metres.Zero, 0, 100);
        if (leaving.IsPedestrian)
        {
            section.Scope.Error(section.Node, "distances do not apply when pedestrians clear: their clearance covers the crossing; write only time");
            return null;
        }

        if (!section.Has("clearing"))
        {
            section.Scope.Error(section.Node, "entering is given without clearing; give both distances", "clearing");
            return null;
        }

        var turning = draft.Streams.Where(s => s.Group == from).Select(s => s.Turn != Turn.Through);
        var worst = turning.Distinct()
            .Select(t => draft.Standard.Intergreen(
                new VehicleStream(leaving.Kind, MetresPerSecond.Zero, 0, clearing, t), clearing, draft.Groups[to].Kind, entering, leaving.Timing.Clearance))
            .Aggregate((Duration?)null, (a, b) => a is null || b > a ? b : a);
        if (worst is null)
        {
            section.Scope.Error(
                section.Node, $"{draft.Standard.Authority} intergreens are yellow + red clearance; lengthen red-clearance or write only time");
            return null;
        }

        return Duration.Max(worst.Value, draft.Groups[to].Timing.RedAmber);
    }

    private static void Record(IntersectionDraft draft, List<(int From, int To, ConfigNode Node, Scope Scope)> cells)
    {
        foreach (var from in draft.Groups)
        {
            foreach (var to in draft.Groups)
            {
                if (draft.Intergreens.Between(from.Index, to.Index) is not { } time)
                {
                    continue;
                }

                var cell = cells.Find(c => c.From == from.Index && c.To == to.Index);
                draft.Scope.Record(
                    $"intergreens.{from.Id}.{to.Id}", UnitFamily.Time.Format(time.TotalSeconds),
                    cell.Node is null && draft.Conflicts.Reason(from.Index, to.Index) != AddedByFile ? ValueSource.Standard : ValueSource.File, cell.Node ?? from.Node, safety: true,
                    draft.Conflicts.Reason(from.Index, to.Index) ?? "");
            }
        }
    }
}
