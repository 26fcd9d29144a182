using Signals.Core.Model;

namespace Signals.Actors.Control;

/// <summary>
/// Standing orders of operators for one intersection. They outlive a restart of its actor: a crash must not lift a limit. Written by the actor only.
/// </summary>
public sealed class OperatorOrders(bool shadow)
{
    private volatile ControlLevel _limit = ControlLevel.Adaptive;
    private volatile bool _shadow = shadow;

    /// <summary>Highest rung allowed; <see cref="ControlLevel.Adaptive"/> is no limit.</summary>
    public ControlLevel Limit
    {
        get => _limit;
        set => _limit = value;
    }

    public bool Shadow
    {
        get => _shadow;
        set => _shadow = value;
    }
}
