using System.Collections.Immutable;
using System.Net;

namespace Signals.Sim.Training.Reports;

/// <summary>A table of a report, written as Markdown and as HTML.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Header">Names of the columns; the first holds words, the others figures.</param>
/// <param name="Rows">As many fields each as the header.</param>
public sealed record ReportTable(string Title, ImmutableArray<string> Header, ImmutableArray<ImmutableArray<string>> Rows)
{
    public string ToMarkdown() => string.Join(
        '\n',
        [
            $"**{Title}**", "",
            Line(Header), $"|---|{string.Concat(Enumerable.Repeat("--:|", Header.Length - 1))}",
            .. Rows.Select(Line), "",
        ]);

    internal string ToHtml() =>
        $"<h2>{WebUtility.HtmlEncode(Title)}</h2><table><tr>{Cells(Header, "th")}</tr>{string.Concat(Rows.Select(row => $"<tr>{Cells(row, "td")}</tr>"))}</table>\n";

    private static string Line(ImmutableArray<string> fields) => $"| {string.Join(" | ", fields)} |";

    private static string Cells(ImmutableArray<string> fields, string tag) => string.Concat(fields.Select(f => $"<{tag}>{WebUtility.HtmlEncode(f)}</{tag}>"));
}
