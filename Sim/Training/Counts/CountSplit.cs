namespace Signals.Sim.Training.Counts;

/// <summary>Days of a history by their use, in the order of time: what is tested lies after everything that was learned or chosen from.</summary>
/// <param name="TrainTo">First day that is not trained on.</param>
/// <param name="ValidateTo">First day of the test.</param>
/// <param name="Days">End of the test.</param>
public sealed record CountSplit(int TrainTo, int ValidateTo, int Days)
{
    /// <summary>Days at the beginning that only serve as history for the averages of those after them.</summary>
    public const int HistoryDays = 56;

    /// <summary>The first 70 % to train, the next 15 % to choose, the last 15 % to test.</summary>
    /// <exception cref="InvalidDataException">Shorter than half a year.</exception>
    public static CountSplit Of(CountHistory history) => history.Days < 182
        ? throw new InvalidDataException($"{history.Name} has {history.Days} days; 182 are needed: eight weeks of history, then weeks to train, to choose and to test")
        : new CountSplit((int)(0.7 * history.Days), (int)(0.85 * history.Days), history.Days);
}
