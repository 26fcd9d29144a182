using System.Globalization;

namespace Signals.Sim.Sumo.Running;

/// <summary>One line for each run that ended. Thread-safe.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="total">Number of runs.</param>
public sealed class RunProgress(TextWriter output, int total)
{
    private readonly Lock _gate = new();
    private int _done;

    public void Note(SumoRunResult run)
    {
        lock (_gate)
        {
            _done++;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{_done,3}/{total}  {run.Controller.Word(),-12} seed {run.Seed,3}  full delay {run.Score.FullDelay,7:0.00} s  not inserted {run.Score.NotInserted,4}  longest wait {run.Score.MaxWait,5:0} s  {run.WallSeconds,5:0.0} s{Shares(run.Signals)}"));
            output.Flush();
        }
    }

    private static string Shares(SignalWork? work) => work is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $"  (ours {work.OursSeconds:0.0} s, sumo {work.SumoSeconds:0.0} s, sensors {work.SensorSeconds:0.0} s)");
}
