namespace Signals.Core.Timing.Pressure;

/// <summary>Greedy: most vehicles near the stop line, standing or not. With decisions every second the strongest simple rule on most networks.</summary>
public sealed class GreedyRule : IPressureRule
{
    public string Name => "greedy";

    public float Of(in MovementTraffic movement) => movement.Share * movement.Near;

    public float Keeping(in MovementTraffic movement) => float.NaN;
}
