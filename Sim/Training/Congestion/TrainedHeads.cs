using System.Collections.Immutable;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Congestion;

/// <summary>What <see cref="CongestionTrainer"/> makes.</summary>
/// <param name="Trees">Trees of each column of <see cref="ModelHeads"/>.</param>
/// <param name="Calibration">Corrections.</param>
/// <param name="Answers">The trainer's own answers to the calibration rows.</param>
public sealed record TrainedHeads(ImmutableArray<ImmutableArray<DecisionTree>> Trees, Calibration Calibration, float[] Answers);
