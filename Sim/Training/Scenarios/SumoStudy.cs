using System.Collections.Immutable;
using System.Globalization;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Training.Congestion;
using Signals.Sim.Training.Reports;
using Signals.Sim.Validation;

namespace Signals.Sim.Training.Scenarios;

/// <summary>A model in another simulator than the one that it learned from: SUMO's drivers on a real network.</summary>
/// <param name="Map">The scenario and what our sensors see of it.</param>
/// <param name="Seeds">SUMO's seeds, ascending; the two after the last are history.</param>
public sealed record SumoStudy(SumoConditions Map, ImmutableArray<int> Seeds)
{
    /// <summary>Who controls.</summary>
    public ControllerChoice Controller { get; init; } = ControllerChoice.MaxPressure;

    /// <summary>Shares of detectors that are silent.</summary>
    public ImmutableArray<double> Lost { get; init; } = [0, 0.1, 0.3];

    /// <summary>Seconds from one row of a lane group to its next. Default 11.</summary>
    public int Stride { get; init; } = 11;

    /// <summary>Runs at the same time. Default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <param name="model">The model file.</param>
    /// <param name="progress">Told in words.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public PredictorReport Run(byte[] model, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new PredictorReport($"Congestion model on {Map.Configuration.Name}, SUMO");
        foreach (var evaluation in Evaluate(model, progress, cancellationToken))
        {
            report.Add(evaluation);
        }

        return report;
    }

    /// <summary>One evaluation for each share of lost detectors.</summary>
    public ImmutableArray<CongestionEvaluation> Evaluate(byte[] model, Action<string> progress, CancellationToken cancellationToken)
    {
        var rows = new SumoData(Map, Stride, Threads).ForEvaluation(
            Seeds, Controller, Lost, (done, of) => progress($"recorded run {done} of {of}"), cancellationToken);
        return
        [
            .. rows.Select((r, i) => CongestionEvaluation.Of(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Map.Configuration.Name} (SUMO), {Seeds.Length} seeds, {Map.Sensing.Word()}, {Controller.Word()}, {100 * Lost[i]:0} % of detectors lost"), r, model)),
        ];
    }
}
