using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;

namespace Signals.Sim.CityFlow;

/// <summary>Shows the runs of a <see cref="CityStudy"/>: one line a controller and protocol, means over seeds.</summary>
internal static class CityTable
{
    public static void Progress(IAnsiConsole console, CityRow row) => console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Protocol} {row.Controller} seed {row.Seed}: XLight {row.Result.XLightSeconds:0.0} s, CityFlow {row.Result.CityFlowSeconds:0.0} s, in {row.WallSeconds:0.0} s"));

    public static void Write(IAnsiConsole console, City city, ImmutableArray<CityRow> rows)
    {
        var table = new Table().RoundedBorder().Title($"{city.Name}: {city.Network.Intersections.Count(x => !x.IsVirtual)} signalised intersections");
        table.AddColumns("protocol", "controller");
        foreach (var title in new[] { "XLight, s", "CityFlow, s", "queue", "finished", "outside", "longest, s", "findings" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var group in rows.GroupBy(r => (r.Protocol, r.Controller)))
        {
            table.AddRow(
                group.Key.Protocol, group.Key.Controller, Mean(group, r => r.XLightSeconds, 1), Mean(group, r => r.CityFlowSeconds, 1), Mean(group, r => r.MeanQueue, 1),
                Mean(group, r => r.Finished, 0), Mean(group, r => r.NeverInserted, 0), Mean(group, r => r.LongestApproach, 0),
                group.Sum(r => r.MonitorFindings).ToString(CultureInfo.InvariantCulture));
        }

        console.Write(table);
        console.WriteLine("protocol: interval/change, s; XLight, CityFlow: mean travel times; queue: mean of all standing vehicles; outside: never inserted;");
        console.WriteLine("longest: stay on one approach; findings: of the cabinets' monitors");
    }

    private static string Mean(IEnumerable<CityRow> rows, Func<Protocol.CityResult, double> value, int decimals) =>
        rows.Average(r => value(r.Result)).ToString($"F{decimals}", CultureInfo.InvariantCulture);
}
