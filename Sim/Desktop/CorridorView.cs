using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Signals.Sim.Desktop;

/// <summary>Draws a <see cref="DesktopPicture"/>: five intersections fit 80 x 24; wider terminals get more of each.</summary>
public static class CorridorView
{
    /// <summary>Columns from which times in state and both queue figures have room.</summary>
    private const int Wide = 120;

    private const int AlarmLines = 4;

    /// <param name="width">Columns of the terminal.</param>
    public static IRenderable Draw(DesktopPicture picture, int width)
    {
        var table = new Table().NoBorder().Expand();
        table.AddColumn(new TableColumn("[grey]intersection[/]").NoWrap());
        table.AddColumn(new TableColumn("[grey]control[/]").NoWrap());
        table.AddColumn(new TableColumn("[grey]groups[/]").NoWrap());
        table.AddColumn(new TableColumn("[grey]queue[/]").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("[grey]cabinet[/]").NoWrap());
        table.AddColumn(new TableColumn("[grey]link[/]").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("[grey]monitor[/]").NoWrap());
        foreach (var intersection in picture.Intersections)
        {
            table.AddRow(Cells(intersection, width >= Wide).Select(text => (IRenderable)new Markup(text)));
        }

        return new Rows([Header(picture), table, .. Reasons(picture, width), .. Alarms(picture, width)]);
    }

    private static Markup Header(DesktopPicture picture) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"[bold]{Markup.Escape(picture.Title)}[/]  {picture.At:HH:mm:ss}  up {picture.Uptime:hh\\:mm\\:ss}  {picture.Vehicles} vehicles  {picture.MemoryMb:0} MB\n"
        + $"tick late p50 {picture.LatenessP50Ms:0.0}  p99 {Warn(picture.LatenessP99Ms, 20)}  max {picture.LatenessMaxMs:0} ms   "
        + $"sensors {picture.SensorMessages} messages, {picture.ReadingsDropped} dropped\n"));

    private static string Warn(double value, double limit)
    {
        var text = value.ToString("0.0", CultureInfo.InvariantCulture);
        return value > limit ? $"[yellow]{text}[/]" : text;
    }

    private static string[] Cells(IntersectionPicture x, bool wide) =>
    [
        Markup.Escape(x.Id),
        Control(x),
        GroupStrip.Markup(x.Groups, wide),
        wide
            ? string.Create(CultureInfo.InvariantCulture, $"{x.QueueEstimate:0} of {x.QueueTrue}")
            : x.QueueEstimate.ToString("0", CultureInfo.InvariantCulture),
        Cabinet(x.Mode),
        Link(x.LinkAgeMs),
        x.MonitorFindings == 0 ? "[green]ok[/]" : $"[white on red]{x.MonitorFindings}[/]",
    ];

    /// <summary>Pictures come twice a second: an age below a second is a link that works.</summary>
    private static string Link(double ageMs) => ageMs < 0 ? "[red]none[/]"
        : ageMs < 1000 ? "[green]ok[/]"
        : string.Create(CultureInfo.InvariantCulture, $"[yellow]{ageMs / 1000:0.0} s[/]");

    private static string Control(IntersectionPicture x)
    {
        var word = x.Level switch
        {
            ControlLevel.Observe => "observe",
            ControlLevel.FixedTime => "fixed",
            ControlLevel.Actuated => "actuated",
            _ => "adaptive",
        };
        var text = x.Shadow ? $"({word})" : word;
        return x.Cause == LadderCause.None ? $"[green]{text}[/]" : $"[yellow]{text}[/]";
    }

    private static string Cabinet(CabinetMode? mode) => mode switch
    {
        null => "[red]lost[/]",
        CabinetMode.Remote => "[green]remote[/]",
        CabinetMode.LocalTimeOfDay or CabinetMode.LocalActuated => "[yellow]local[/]",
        CabinetMode.CommandedFlash or CabinetMode.FaultFlash => "[white on red]flash[/]",
        CabinetMode.StartUp => "[yellow]start-up[/]",
        var other => $"[yellow]{other.Value.ToString().ToLowerInvariant()}[/]",
    };

    /// <summary>Why each one does what it does, a line each, cut to the terminal.</summary>
    private static IEnumerable<IRenderable> Reasons(DesktopPicture picture, int width)
    {
        yield return new Text("");
        foreach (var x in picture.Intersections)
        {
            var cause = x.Cause == LadderCause.None ? "" : $"[{x.Cause}] ";
            yield return new Text(Cut($"{x.Id}: {cause}{x.Explanation}", width), new Style(Color.Grey));
        }
    }

    private static IEnumerable<IRenderable> Alarms(DesktopPicture picture, int width)
    {
        yield return new Text("");
        if (picture.Alarms.IsEmpty)
        {
            yield return new Text("no alarms", new Style(Color.Green));
        }

        foreach (var alarm in picture.Alarms.Take(AlarmLines))
        {
            yield return new Text(Cut(alarm, width), new Style(Color.Yellow));
        }
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(1, width - 1)), "…");
}
