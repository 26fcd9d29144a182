using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Sim.Training.HighResolution;

/// <summary>
/// Arrivals within the next minute at recorded signals, by trees that learned from other signals or from earlier hours. Beside them persistence, the mean of the last quarter of an hour, and
/// the error that remains when the mean is known but vehicles come at random (Poisson reference: root of the mean forecast).
/// </summary>
/// <param name="phases">Recorded phases.</param>
public sealed class HiResStudy(ImmutableArray<HiResCounts> phases)
{
    /// <summary>Shares of a log's time: up to here it is learned from, from there on it is scored.</summary>
    public const double LearnTo = 0.7, ScoreFrom = 0.85;

    /// <summary>Shortest log whose last part says anything, s.</summary>
    public const int Shortest = 7200;

    /// <summary>Each signal is forecast by trees that learned from the other signals only; at least two signals.</summary>
    /// <param name="progress">Told after each signal.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <returns>One result a horizon.</returns>
    public ImmutableArray<HiResResult> LeaveOneSignalOut(Action<string> progress, CancellationToken cancellationToken)
    {
        var errors = new HiResErrors(phases);
        foreach (var device in phases.Select(p => p.Device).Distinct())
        {
            var learn = HiResRows.Of([.. phases.Where(p => p.Device != device)]);
            var test = HiResRows.Of([.. phases.Where(p => p.Device == device)]);
            errors.Forecast(learn, test, cancellationToken);
            progress($"signal {device}: {test.Count} forecasts a horizon from {learn.Count} rows of the other signals");
        }

        return errors.Results();
    }

    /// <summary>All signals are forecast by trees that learned from all of them, earlier; what lies between is left out, so that no row of one part reaches into the other.</summary>
    /// <param name="progress">Told once.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <returns>One result a horizon.</returns>
    /// <exception cref="InvalidDataException">No phase has advance detectors, or the log is too short.</exception>
    public ImmutableArray<HiResResult> InTime(Action<string> progress, CancellationToken cancellationToken)
    {
        if (phases.IsEmpty || phases[0].Arrivals.Length < Shortest)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{phases.Length} phases with advance detectors and {(phases.IsEmpty ? 0 : phases[0].Arrivals.Length / 60)} min of events; needed: at least one phase and {Shortest / 60} min"));
        }

        var (learn, test) = (HiResRows.Of(phases, 0, LearnTo), HiResRows.Of(phases, ScoreFrom, 1));
        var errors = new HiResErrors(phases);
        errors.Forecast(learn, test, cancellationToken);
        progress($"{test.Count} forecasts a horizon from {learn.Count} earlier rows of {phases.Length} phases");
        return errors.Results();
    }
}
