namespace Signals.Benchmarks.Ablation;

/// <summary>What one run of one variant came to.</summary>
/// <param name="Delay">Primary figure, s per vehicle: full delay against SUMO, mean delay in the embedded engine.</param>
/// <param name="NotInserted">Vehicles that never found room to enter.</param>
/// <param name="LongestWait">Longest wait of one vehicle, s.</param>
/// <param name="Findings">Findings of the cabinets' monitors; anything but 0 is a defect.</param>
internal readonly record struct AblationResult(double Delay, long NotInserted, double LongestWait, long Findings);
