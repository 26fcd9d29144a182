namespace Signals.Core.Timing.Pressure;

/// <summary>
/// A published rule: what one movement adds to the choice of a combination that serves it. The combination with the largest sum is served next; a tie
/// keeps what runs. Pure, so that a test can hold it against the formula.
/// </summary>
public interface IPressureRule
{
    /// <summary>Name for people.</summary>
    string Name { get; }

    /// <summary>What the movement adds to combinations that serve it.</summary>
    float Of(in MovementTraffic movement);

    /// <summary>
    /// What the movement adds to keeping the running combination, whatever waits elsewhere: it is kept while the sum is not below the largest one of
    /// <see cref="Of"/>. NaN when the rule has no such condition.
    /// </summary>
    float Keeping(in MovementTraffic movement);
}
