using System.Collections.Immutable;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Onnx;

/// <summary>
/// Several boosters as one TreeEnsembleRegressor (ai.onnx.ml 3): a column of raw sums for each. One operator walks the row once for all of them, and missing
/// values take the side that training gave them.
/// </summary>
public sealed class TreeEnsemble
{
    private const string Branch = "BRANCH_LEQ";
    private const string Leaf = "LEAF";

    private readonly List<long> _trees = [];
    private readonly List<long> _nodes = [];
    private readonly List<long> _features = [];
    private readonly List<float> _thresholds = [];
    private readonly List<string> _modes = [];
    private readonly List<long> _yes = [];
    private readonly List<long> _no = [];
    private readonly List<long> _missingYes = [];
    private readonly List<long> _leafTrees = [];
    private readonly List<long> _leafNodes = [];
    private readonly List<long> _leafTargets = [];
    private readonly List<float> _leafWeights = [];

    private TreeEnsemble()
    {
    }

    /// <summary>Adds the operator to a graph and gives the name of its result, [batch, heads].</summary>
    /// <param name="graph">Where it belongs.</param>
    /// <param name="input">Name of its features.</param>
    /// <param name="heads">Trees of each column.</param>
    public static string AddTo(OnnxGraph graph, string input, IReadOnlyList<ImmutableArray<DecisionTree>> heads)
    {
        var ensemble = new TreeEnsemble();
        var number = 0;
        for (var head = 0; head < heads.Count; head++)
        {
            foreach (var tree in heads[head])
            {
                ensemble.Add(tree, number++, head);
            }
        }

        return ensemble.Write(graph, input, heads.Count);
    }

    /// <summary>Splits keep their numbers as nodes; leaves follow them.</summary>
    private void Add(DecisionTree tree, int number, int head)
    {
        var splits = tree.Splits.Length;
        for (var i = 0; i < splits; i++)
        {
            var split = tree.Splits[i];
            Node(number, i, Branch, split.Feature, split.Threshold, NodeOf(split.Left, splits), NodeOf(split.Right, splits), split.MissingLeft);
        }

        for (var leaf = 0; leaf < tree.Leaves.Length; leaf++)
        {
            Node(number, splits + leaf, Leaf, 0, 0, 0, 0, false);
            _leafTrees.Add(number);
            _leafNodes.Add(splits + leaf);
            _leafTargets.Add(head);
            _leafWeights.Add(tree.Leaves[leaf]);
        }
    }

    private static int NodeOf(int child, int splits) => child >= 0 ? child : splits - child - 1;

    private void Node(int tree, int node, string mode, int feature, float threshold, int yes, int no, bool missingYes)
    {
        _trees.Add(tree);
        _nodes.Add(node);
        _modes.Add(mode);
        _features.Add(feature);
        _thresholds.Add(threshold);
        _yes.Add(yes);
        _no.Add(no);
        _missingYes.Add(missingYes ? 1 : 0);
    }

    private string Write(OnnxGraph graph, string input, int heads) => graph.MlNode(
        "TreeEnsembleRegressor", input,
        OnnxAttribute.Integers("nodes_treeids", _trees),
        OnnxAttribute.Integers("nodes_nodeids", _nodes),
        OnnxAttribute.Integers("nodes_featureids", _features),
        OnnxAttribute.Numbers("nodes_values", _thresholds),
        OnnxAttribute.Texts("nodes_modes", _modes),
        OnnxAttribute.Integers("nodes_truenodeids", _yes),
        OnnxAttribute.Integers("nodes_falsenodeids", _no),
        OnnxAttribute.Integers("nodes_missing_value_tracks_true", _missingYes),
        OnnxAttribute.Integers("target_treeids", _leafTrees),
        OnnxAttribute.Integers("target_nodeids", _leafNodes),
        OnnxAttribute.Integers("target_ids", _leafTargets),
        OnnxAttribute.Numbers("target_weights", _leafWeights),
        OnnxAttribute.Integer("n_targets", heads),
        OnnxAttribute.Text("aggregate_function", "SUM"),
        OnnxAttribute.Text("post_transform", "NONE"));
}
