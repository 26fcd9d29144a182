using System.Collections.Immutable;
using System.Globalization;
using Signals.Controller.Configuration;
using Signals.Core.Safety.Standards;
using Spectre.Console;

namespace Signals.Controller.Commands;

/// <summary>Writes the outcome of <c>check</c> for people: tables at a terminal, plain lines elsewhere.</summary>
/// <param name="plain">Where plain lines go.</param>
/// <param name="terminal">Terminal to draw on, or null.</param>
internal sealed class CheckReport(TextWriter plain, IAnsiConsole? terminal)
{
    private static readonly (Severity Severity, string Label, string Style)[] Weights =
        [(Severity.Error, "error", "red"), (Severity.Warning, "warning", "yellow"), (Severity.Info, "info", "grey")];

    public void Write(string file, CorridorLoadResult result, ValueSelection selection)
    {
        foreach (var (severity, label, style) in Weights)
        {
            foreach (var finding in result.Findings.Where(f => f.Severity == severity))
            {
                Line($"{label}: {finding}", $"[{style}]{label}[/] {Markup.Escape(finding.ToString())}");
            }
        }

        var values = result.EffectiveValues.Where(v => selection == ValueSelection.All || (selection == ValueSelection.Safety && v.Safety)).ToList();
        if (values.Count > 0)
        {
            WriteValues(values);
        }

        var counts = string.Join(", ", Weights.Select(w => Count(result.Findings.Count(f => f.Severity == w.Severity), w.Label)));
        var corridor = result.Corridor;
        var summary = corridor is null
            ? $"{file}: {counts}; not usable"
            : $"{file}: {counts}; {corridor.Name}: {Count(corridor.Intersections.Length, "intersection")}, {Count(corridor.Links.Length, "link")}, standard {corridor.Standard}, sha256 {corridor.ContentHash[..12]}";
        Line(summary, (corridor is null ? "[red]" : "[green]") + Markup.Escape(summary) + "[/]");
    }

    public void Write(string older, string newer, ImmutableArray<Change> changes)
    {
        if (terminal is not null && changes.Length > 0)
        {
            var table = new Table { Border = TableBorder.Rounded };
            table.AddColumns("", "value", "old", "new", "lines");
            foreach (var change in changes)
            {
                table.AddRow(
                    Sign(change) + (change.Safety ? " [red]safety[/]" : ""), Markup.Escape(change.Path), Markup.Escape(change.Old), Markup.Escape(change.New),
                    $"{change.OldLine} → {change.NewLine}");
            }

            terminal.Write(table);
        }

        foreach (var change in terminal is null ? changes : [])
        {
            var what = change.Kind switch
            {
                ChangeKind.Added => $"{change.Path}: {change.New} ({newer}:{change.NewLine})",
                ChangeKind.Removed => $"{change.Path}: {change.Old} ({older}:{change.OldLine})",
                _ => $"{change.Path}: {change.Old} -> {change.New} ({newer}:{change.NewLine})",
            };
            plain.WriteLine($"{Sign(change)} {(change.Safety ? "[safety] " : "")}{what}");
        }

        var summary = $"{Count(changes.Length, "change")}, {changes.Count(c => c.Safety)} of them safety-relevant";
        Line(summary, Markup.Escape(summary));
    }

    private void WriteValues(List<EffectiveValue> values)
    {
        if (terminal is null)
        {
            foreach (var value in values)
            {
                plain.WriteLine($"{value.Path} = {value.Value} ({Source(value)}{(value.Detail.Length > 0 ? ": " + value.Detail : "")}; line {value.Line})");
            }

            return;
        }

        foreach (var part in values.GroupBy(v => Part(v.Path)))
        {
            terminal.Write(TableOf(part.Key, part));
        }
    }

    private static Table TableOf(string part, IEnumerable<EffectiveValue> values)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(part.Length == 0 ? "corridor" : Markup.Escape(part)) };
        table.AddColumns("line", "value", "effective", "source", "why");
        foreach (var value in values)
        {
            table.AddRow(
                value.Line.ToString(CultureInfo.InvariantCulture), Markup.Escape(part.Length == 0 ? value.Path : value.Path[(part.Length + 1)..]),
                (value.Safety ? "[bold]" : "[default]") + Markup.Escape(value.Value) + "[/]", Source(value), Markup.Escape(value.Detail));
        }

        return table;
    }

    /// <summary>The table that a value belongs to: its intersection, or "" for the corridor's own.</summary>
    private static string Part(string path)
    {
        const string intersections = "intersections.";
        var end = path.StartsWith(intersections, StringComparison.Ordinal) ? path.IndexOf('.', intersections.Length) : -1;
        return end < 0 ? "" : path[..end];
    }

    private void Line(string text, string markup)
    {
        if (terminal is null)
        {
            plain.WriteLine(text);
        }
        else
        {
            terminal.MarkupLine(markup);
        }
    }

    private static string Source(EffectiveValue value) => value.Source switch
    {
        ValueSource.File => "file",
        ValueSource.Standard => "standard",
        _ => "default",
    };

    private static string Sign(Change change) => change.Kind switch
    {
        ChangeKind.Added => "+",
        ChangeKind.Removed => "-",
        _ => "~",
    };

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 || noun == "info" ? "" : "s")}";
}
