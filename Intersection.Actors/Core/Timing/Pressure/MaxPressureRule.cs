namespace Signals.Core.Timing.Pressure;

/// <summary>
/// Max-pressure: saturation flow × (queue upstream − queue on the exit). P. Varaiya, "Max pressure control of a network of signalized intersections",
/// Transportation Research C 36 (2013). Its downstream queue is weighted by the turning shares of this lane group and counted over the whole exit, as in the
/// implementations whose figures are published (PressLight, RESCO); nobody here knows how the exit's queue will turn further on.
/// </summary>
public sealed class MaxPressureRule : IPressureRule
{
    public string Name => "max-pressure";

    public float Of(in MovementTraffic movement) => movement.Saturation * movement.Share * (movement.Queue - movement.ExitQueue);

    public float Keeping(in MovementTraffic movement) => float.NaN;
}
