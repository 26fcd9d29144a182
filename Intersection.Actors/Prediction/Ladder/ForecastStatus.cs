using Signals.Core.Ports;

namespace Signals.Prediction.Ladder;

/// <summary>How the forecasts of one intersection stand. Written by its tick, read by anybody: each figure is whole, but they may be of neighbouring seconds.</summary>
public sealed class ForecastStatus
{
    /// <summary>Worst source among the lane groups of the last forecast.</summary>
    public ForecastSource Source { get; internal set; } = ForecastSource.PlanDefault;

    /// <summary>Why the model does not speak.</summary>
    public ForecastCause Cause { get; internal set; } = ForecastCause.NoModel;

    /// <summary>Forecasts made.</summary>
    public long Forecasts { get; internal set; }

    /// <summary>… of them by the model.</summary>
    public long ByModel { get; internal set; }

    /// <summary>Answers that missed the soft deadline, or were not there.</summary>
    public long Late { get; internal set; }

    /// <summary>Answers that were no numbers, and questions that made the model throw.</summary>
    public long Invalid { get; internal set; }

    /// <summary>Age of the model's last answer when it was used, s.</summary>
    public double AgeSeconds { get; internal set; }

    /// <summary>Error of the model against that of history and ratio over the last hour, arrivals of 60 s; NaN before.</summary>
    public double ErrorRatio { get; internal set; } = double.NaN;

    /// <summary>Share of arrivals within the interval from 0.1 to 0.9 over the last hour, nominal 0.8; NaN before.</summary>
    public double Coverage { get; internal set; } = double.NaN;

    /// <summary>Share of inputs unlike those of the training, in the window that is running.</summary>
    public double Novelty { get; internal set; }

    /// <summary>Greatest population stability index of the inputs over the last window.</summary>
    public double StabilityIndex { get; internal set; }

    /// <summary>Greatest probability among the lane groups of a spillback within 5 min; NaN without a healthy model.</summary>
    public double SpillbackRisk { get; internal set; } = double.NaN;

    /// <summary>Greatest probability among the lane groups of more traffic within 5 min than the green can discharge; NaN without a healthy model.</summary>
    public double OverloadRisk { get; internal set; } = double.NaN;
}
