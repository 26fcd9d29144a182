using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Conflicts;

namespace Signals.Controller.Configuration.Reading;

/// <summary>
/// Reads <c>surveyed-conflicts</c>: a complete conflict matrix that takes the place of the one derived from the legs, for junctions that bearings cannot describe
/// (imported networks, several nodes under one signal). Every group has a row and every conflict stands in both rows, so that nothing is compatible because a line
/// was forgotten; whoever made it is named, and every check warns that it stands on a survey.
/// </summary>
internal static class SurveyReader
{
    public static ConflictTable Read(IntersectionDraft draft)
    {
        var table = new ConflictTable(draft.Groups.Count);
        var section = new SectionReader(
            draft.Section.At("surveyed-conflicts"), Sections.SurveyedConflicts, draft.Scope.In("surveyed-conflicts", "surveyed-conflicts"));
        if (!section.IsMap)
        {
            return table;
        }

        var source = section.Text("source");
        var rows = Rows(draft, section);
        CheckComplete(draft, section, rows);
        foreach (var (a, row) in rows)
        {
            foreach (var b in row)
            {
                table.Add(a, b, $"surveyed: {source}");
            }
        }

        var together = Enumerable.Range(0, draft.Groups.Count).Sum(a => Enumerable.Range(0, a).Count(b => !table.Conflicts(a, b)));
        section.Scope.Warning(
            section.Node, $"conflicts are as surveyed ({source}), not derived from the legs: {together} pairs of groups may be green together; compare them with the signal plan before use on a street");
        return table;
    }

    private static Dictionary<int, GroupSet> Rows(IntersectionDraft draft, SectionReader section)
    {
        var rows = new Dictionary<int, GroupSet>();
        foreach (var (key, value) in section.Entries("groups"))
        {
            var group = draft.GroupIndex(section.Scope, key, "groups");
            if (value.Kind != NodeKind.List)
            {
                section.Scope.Error(value, $"row {key.Text} must be a list of the groups that it conflicts with, for example [P2, PED4], or [] for none", "groups");
                continue;
            }

            var row = GroupSet.Empty;
            foreach (var item in value.Items)
            {
                var other = draft.GroupIndex(section.Scope, item, "groups");
                if (other >= 0 && other == group)
                {
                    section.Scope.Error(item, $"group {key.Text} cannot conflict with itself", "groups");
                }
                else if (other >= 0)
                {
                    row = row.With(other);
                }
            }

            if (group >= 0)
            {
                rows[group] = row;
                section.Scope.Record($"groups.{key.Text}", string.Join(", ", value.Items.Select(i => i.Text)), ValueSource.File, value, safety: true);
            }
        }

        return rows;
    }

    private static void CheckComplete(IntersectionDraft draft, SectionReader section, Dictionary<int, GroupSet> rows)
    {
        var at = section.At("groups");
        foreach (var group in draft.Groups.Where(g => !rows.ContainsKey(g.Index)))
        {
            section.Scope.Error(at, $"group {group.Id} has no row; a survey is complete: list its conflicts, or write {group.Id}: [] if it has none", "groups");
        }

        foreach (var (a, row) in rows)
        {
            foreach (var b in row)
            {
                if (rows.TryGetValue(b, out var back) && !back.Contains(a))
                {
                    section.Scope.Error(
                        at.Below(draft.GroupName(b)), $"{draft.GroupName(a)} conflicts with {draft.GroupName(b)}, but the row of {draft.GroupName(b)} does not say so; add {draft.GroupName(a)} there, or remove it here after checking", "groups");
                }
            }
        }
    }
}
