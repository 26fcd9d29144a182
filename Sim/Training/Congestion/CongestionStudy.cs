using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Units;
using Signals.Sim.Training.Reports;
using Signals.Sim.Validation;

namespace Signals.Sim.Training.Congestion;

/// <summary>A model on corridors and days that it never saw, under a controller that it never saw, with detectors lost.</summary>
public sealed record CongestionStudy
{
    /// <summary>Unseen corridors, ≥ 1. Default 6.</summary>
    public int Corridors { get; init; } = 6;

    /// <summary>Simulated time of a day. Default 55 min.</summary>
    public Duration Length { get; init; } = Duration.FromSeconds(3300);

    /// <summary>Seconds from one row of a lane group to its next. Default 11.</summary>
    public int Stride { get; init; } = 11;

    /// <summary>Days simulated at the same time. Default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Who controls. Training knows fixed time, actuated and adaptive.</summary>
    public ControllerChoice Controller { get; init; } = ControllerChoice.MaxPressure;

    /// <summary>Shares of detectors that are silent.</summary>
    public ImmutableArray<double> Lost { get; init; } = [0, 0.1, 0.3];

    /// <param name="model">The model file.</param>
    /// <param name="progress">Told in words.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public PredictorReport Run(byte[] model, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new PredictorReport("Congestion model on unseen corridors");
        foreach (var evaluation in Evaluate(model, progress, cancellationToken))
        {
            report.Add(evaluation);
        }

        return report;
    }

    /// <summary>One evaluation for each share of lost detectors.</summary>
    public ImmutableArray<CongestionEvaluation> Evaluate(byte[] model, Action<string> progress, CancellationToken cancellationToken)
    {
        var rows = new CorridorData(Length, Stride, Threads).ForEvaluation(
            CorridorData.FirstUnseen, Corridors, Controller, Lost, (done, of) => progress($"simulated unseen day {done} of {of}"), cancellationToken);
        return
        [
            .. rows.Select((r, i) => CongestionEvaluation.Of(
                string.Create(CultureInfo.InvariantCulture, $"{Corridors} unseen corridors, {Controller.Word()}, {100 * Lost[i]:0} % of detectors lost"), r, model)),
        ];
    }
}
