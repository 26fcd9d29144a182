using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>Form of the yellow equation used in the United States.</summary>
public enum YellowForm : byte
{
    /// <summary>Y = t + 1.47·V / (2a + 64.4·g), the ITE/NCHRP 731 kinematic form.</summary>
    Kinematic = 0,

    /// <summary>Y = 1 + 0.733·S / (D + 0.32·G), rounded up to 0.5 s, 3–6 s (COMAR 11.04.14.03).</summary>
    Maryland = 1,
}

/// <summary>Choices that a jurisdiction leaves to the agency.</summary>
/// <param name="Rounding">Rounding of vehicle intervals; null takes the standard's own.</param>
/// <param name="YellowForm">Yellow equation (MUTCD only).</param>
/// <param name="StartUpCredit">Taken off the red clearance for the entering driver's start-up, 0–1 s; default 0 (NCHRP 731 allows 1 s; MUTCD only).</param>
public sealed record TimingOptions(RoundingRule? Rounding, YellowForm YellowForm, Duration StartUpCredit)
{
    public static readonly TimingOptions Default = new(null, YellowForm.Kinematic, Duration.Zero);
}
