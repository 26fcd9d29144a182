namespace Signals.Sim.CityFlow.Protocol;

/// <summary>Phase of one intersection under a published protocol: another phase is shown only after phase 0 for the change time.</summary>
internal sealed class PhaseMachine(int changeSeconds)
{
    private int _wanted = 1;

    /// <summary>Phase that is green, or was last while the change runs.</summary>
    public int Phase { get; private set; } = 1;

    public bool IsChanging { get; private set; }

    /// <summary>How long the present phase, or the change, has been shown, s.</summary>
    public int ShownSeconds { get; private set; }

    /// <summary>Phase to be shown in the coming second.</summary>
    /// <param name="wanted">What the controller wants.</param>
    public int Next(int wanted)
    {
        if (IsChanging)
        {
            if (ShownSeconds >= changeSeconds)
            {
                (Phase, IsChanging, ShownSeconds) = (_wanted, false, 0);
            }
        }
        else if (wanted != Phase)
        {
            (_wanted, IsChanging, ShownSeconds) = (wanted, true, 0);
        }

        ShownSeconds++;
        return IsChanging ? 0 : Phase;
    }
}
