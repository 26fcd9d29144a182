namespace Signals.Sim.Cluster;

/// <summary>Prints one size of <c>sim cluster-scale</c> for people.</summary>
internal static class ScaleReport
{
    public static async Task WriteAsync(TextWriter output, ScaleResult result)
    {
        var settled = result.SettledAfterS is { } s ? Text($"{s:0} s") : "never";
        await output.WriteLineAsync(Text($"""
            {result.Intersections} intersections on {result.Nodes.Length} nodes; all controlled from home after {settled}
              CPU     nodes {result.NodeCores:0.00} cores ({result.MsPerIntersection:0.00} ms a second and intersection), emulated roadside {result.FieldCores:0.00}, machine {result.MachineBusy:0%} of {result.Processors} busy
              memory  {result.KilobytesPerIntersection:0} kB an intersection over all nodes; {result.MemoryLeft:0%} of the machine's left
            """));
        foreach (var (node, index) in result.Nodes.Select((n, i) => (n, i + 1)))
        {
            await output.WriteLineAsync(Text($"""
                  node {index}  {node.Intersections} intersections, {node.ProcessorS / node.Seconds:0.00} cores, {node.MemoryBytes / 1e6:0} MB ({node.HeapBytes / 1e6:0} MB managed), {node.AllocatedBytes / 1e6 / node.Seconds:0.0} MB/s allocated, paused {node.PauseMs:0} ms
                          clock late {Ms(node.ClockLateMs)}; tick began {Ms(node.TickBeganMs)}; command {Ms(node.CommandMs)} ms (p50/p99/p99.9/max)
                          {node.TicksRun} ticks, {node.TicksMissed} missed, {node.ClockMissed} slept through; {node.Commands / node.Seconds:0} commands/s; forecasts {node.ForecastsSent} sent, {node.ForecastsReceived} received after {Ms(node.NeighbourDelayMs)} ms
                """));
        }

        await output.WriteLineAsync(Text(
            $"  cabinets accepted {result.Accepted} commands, {result.FromTwoOwners} of two owners; {result.Findings} monitor findings; {result.Remote} remote at the end; ")
            + (result.IsBorne ? "borne" : $"NOT borne: {result.Missed:0.00%} of ticks missed, began {result.BeganP99Ms:0} ms late at p99; short of {result.ScarcestPart}"));
    }

    private static string Ms(Signals.Controller.Commands.ControllerReport.Quantiles q) => Text($"{q.P50:0.0}/{q.P99:0.0}/{q.P999:0.0}/{q.Max:0}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
