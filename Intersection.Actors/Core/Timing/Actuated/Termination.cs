namespace Signals.Core.Timing.Actuated;

/// <summary>Why a green is ready to end.</summary>
public enum Termination : byte
{
    /// <summary>It is not.</summary>
    None = 0,
    Gap = 1,
    Max = 2,
    ForceOff = 3,

    /// <summary>Somebody else has waited for as long as anyone may.</summary>
    MaxWait = 4,
}
