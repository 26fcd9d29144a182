namespace Signals.Core.Timing.Pressure;

/// <summary>
/// Advanced-MP: efficient pressure (queue upstream − mean queue of the exit's lanes), unless at least as many vehicles still run towards the green as the
/// best pressure counts. L. Zhang et al., "Expression might be enough: representing pressure and demand for reinforcement learning based traffic
/// signal control", ICML 2022, with its weight W = 1.
/// </summary>
public sealed class AdvancedMaxPressureRule : IPressureRule
{
    public string Name => "advanced-mp";

    public float Of(in MovementTraffic movement) => movement.Share * (movement.Queue - movement.ExitQueue / Math.Max(1, movement.ExitLanes));

    public float Keeping(in MovementTraffic movement) => movement.Share * movement.Running;
}
