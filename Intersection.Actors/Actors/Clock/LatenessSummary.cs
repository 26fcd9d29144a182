namespace Signals.Actors.Clock;

/// <summary>Quantiles of a <see cref="LatenessHistogram"/>.</summary>
/// <param name="Count">Values recorded.</param>
public readonly record struct LatenessSummary(long Count, TimeSpan P50, TimeSpan P99, TimeSpan P999, TimeSpan Maximum)
{
    public override string ToString() =>
        FormattableString.Invariant(
            $"p50 {P50.TotalMilliseconds:0.00} ms, p99 {P99.TotalMilliseconds:0.00} ms, p99.9 {P999.TotalMilliseconds:0.00} ms, max {Maximum.TotalMilliseconds:0.00} ms (n = {Count})");
}
