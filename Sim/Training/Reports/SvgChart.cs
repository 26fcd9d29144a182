using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace Signals.Sim.Training.Reports;

/// <summary>A small line chart as inline SVG. Both axes begin at 0 and end at the greatest value.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">Name and unit of x.</param>
/// <param name="Vertical">Name and unit of y.</param>
/// <param name="Lines">Named lines of points, in order of x.</param>
public sealed record SvgChart(string Title, string Horizontal, string Vertical, ImmutableArray<(string Name, ImmutableArray<(double X, double Y)> Points)> Lines)
{
    private const int Width = 720;
    private const int Height = 300;
    private const int Left = 50;
    private const int Bottom = 40;
    private const int Top = 30;
    private const int Right = 130;

    private static readonly ImmutableArray<string> Colours = ["#888888", "#b07aa1", "#59a14f", "#c9a227", "#f28e2b", "#4e79a7", "#e15759"];

    public string ToSvg()
    {
        var (greatestX, greatestY) = (Lines.SelectMany(l => l.Points).Max(p => p.X), Lines.SelectMany(l => l.Points).Max(p => p.Y));
        var svg = new StringBuilder();
        Append(svg, $"<svg viewBox='0 0 {Width} {Height}' width='{Width}' font-family='sans-serif' font-size='11'>");
        Append(svg, $"<text x='{Left}' y='16' font-size='13'>{WebUtility.HtmlEncode(Title)}</text>");
        Append(svg, $"<path d='M{Left} {Top}V{Height - Bottom}H{Width - Right}' fill='none' stroke='#333'/>");
        Append(svg, $"<text x='{Left}' y='{Height - 8}'>{WebUtility.HtmlEncode(Horizontal)}, 0 to {greatestX:0.##}</text>");
        Append(svg, $"<text x='4' y='{Top - 4}'>{WebUtility.HtmlEncode(Vertical)}, 0 to {greatestY:0.##}</text>");
        for (var i = 0; i < Lines.Length; i++)
        {
            var colour = Colours[i % Colours.Length];
            var points = string.Join(' ', Lines[i].Points.Select(p => Point(p.X / greatestX, p.Y / greatestY)));
            Append(svg, $"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='2'/>");
            Append(svg, $"<text x='{Width - Right + 8}' y='{Top + 14 * i}' fill='{colour}'>{WebUtility.HtmlEncode(Lines[i].Name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Point(double x, double y) => string.Create(
        CultureInfo.InvariantCulture, $"{Left + x * (Width - Left - Right):F1},{Height - Bottom - y * (Height - Top - Bottom):F1}");

    private static void Append(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
