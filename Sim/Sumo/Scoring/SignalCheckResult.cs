using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Scoring;

/// <summary>What an independent check found in the signal states that SUMO recorded.</summary>
/// <param name="Conflict">Foe movements with right of way together.</param>
/// <param name="NoYellow">Greens that ended in red without yellow.</param>
/// <param name="ShortYellow">Yellows that were too short.</param>
/// <param name="ShortGreen">Greens that were too short.</param>
/// <param name="MaxRed">Longest red, s.</param>
/// <param name="Examples">The first findings in words.</param>
public sealed record SignalCheckResult(int Conflict, int NoYellow, int ShortYellow, int ShortGreen, double MaxRed, ImmutableArray<string> Examples)
{
    public int Findings => Conflict + NoYellow + ShortYellow + ShortGreen;
}
