using System.Globalization;

namespace Signals.Sim.Safety;

/// <summary>All runs of one <c>sim soak</c>.</summary>
/// <param name="Corridor">File name of the corridor.</param>
/// <param name="Runs">One for each intersection and seed.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record SoakSummary(string Corridor, IReadOnlyList<SafetySoakResult> Runs, double Seconds)
{
    public long Steps => Runs.Sum(run => run.Steps);

    public long Findings => Runs.Sum(run => run.Findings);

    public long UnexplainedTrips => Runs.Sum(run => run.UnexplainedTrips);

    public long LateServices => Runs.Sum(run => run.LateServices);

    public double StepsPerSecond => Steps / Seconds;

    public bool IsSafe => Runs.All(run => run.IsSafe);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsSafe ? "SAFE" : "UNSAFE")}: {Steps:N0} steps, {Findings} findings, {UnexplainedTrips} unexplained trips, {LateServices} late services, "
        + $"{Seconds:0.0} s, {StepsPerSecond:N0} steps/s");
}
