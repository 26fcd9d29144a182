using System.Collections.Immutable;

namespace Signals.Sim.Training.Trees;

/// <summary>
/// One regression tree. Splits are numbered from 0, the root first; a child ≥ 0 is a split, a child &lt; 0 the leaf −child − 1. A row goes left where its
/// feature ≤ threshold, and where it is missing and <see cref="TreeSplit.MissingLeft"/>.
/// </summary>
/// <param name="Splits">Empty for a tree of one leaf.</param>
/// <param name="Leaves">Contributions to the sum.</param>
public sealed record DecisionTree(ImmutableArray<TreeSplit> Splits, ImmutableArray<float> Leaves);

/// <summary>One question of a tree.</summary>
/// <param name="Feature">Column.</param>
/// <param name="Threshold">Largest float32 that goes left.</param>
/// <param name="MissingLeft">Where NaN goes.</param>
/// <param name="Left">Child for values ≤ threshold.</param>
/// <param name="Right">The other child.</param>
public readonly record struct TreeSplit(int Feature, float Threshold, bool MissingLeft, int Left, int Right);
