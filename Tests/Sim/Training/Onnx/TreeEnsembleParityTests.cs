using Microsoft.ML.OnnxRuntime;
using Signals.Sim.Training;
using Signals.Sim.Training.Onnx;
using Signals.Sim.Training.Trees;

namespace Signals.Tests.Sim.Training.Onnx;

/// <summary>ONNX Runtime must answer what LightGBM answers, for rows with and without missing values.</summary>
[TestFixture, Category("Integration")]
public class TreeEnsembleParityTests
{
    private static readonly TreeOptions Small = new() { Trees = 40, Leaves = 15, LeastInLeaf = 20 };

    [TestCase(0.0, 0.0)] // missing values neither in training nor later
    [TestCase(0.2, 0.2)]
    [TestCase(0.0, 0.3)] // sensors that were never lost in training
    public void Exported_boosters_answer_like_LightGBM(double missingInTraining, double missingLater)
    {
        var (rows, target) = TrainingRows.Make(3000, 6, missingInTraining, seed: 1);
        var (unseen, _) = TrainingRows.Make(2000, 6, missingLater, seed: 2);
        using var data = new TreeDataset(rows);
        data.SetLabels(target);
        using var mean = TreeBooster.Train(data, Small);
        using var low = TreeBooster.Train(data, Small with { Objective = TreeObjective.Quantile, Quantile = 0.1 });
        data.SetLabels([.. target.Select(t => t > 10 ? 1f : 0f)]);
        using var high = TreeBooster.Train(data, Small with { Objective = TreeObjective.Event });
        var graph = new OnnxGraph(6, 3);
        graph.Finish("Identity", TreeEnsemble.AddTo(graph, OnnxGraph.Input, [Trees(mean), Trees(low), Trees(high)]));

        var answers = Run(graph.ToModel([new("key", "value")]), unseen);

        Assert.Multiple(() =>
        {
            AssertColumn(answers, 0, mean.PredictRaw(unseen));
            AssertColumn(answers, 1, low.PredictRaw(unseen));
            AssertColumn(answers, 2, high.PredictRaw(unseen));
        });
    }

    [Test]
    public void Training_twice_gives_the_same_file()
    {
        var first = Once();

        Assert.That(Once(), Is.EqualTo(first));

        static byte[] Once()
        {
            var (rows, target) = TrainingRows.Make(1500, 6, 0.1, seed: 3);
            using var data = new TreeDataset(rows);
            data.SetLabels(target);
            using var booster = TreeBooster.Train(data, Small);
            var graph = new OnnxGraph(6, 1);
            graph.Finish("Identity", TreeEnsemble.AddTo(graph, OnnxGraph.Input, [Trees(booster)]));
            return graph.ToModel([]);
        }
    }

    [Test]
    public void Metadata_of_the_file_is_what_the_runtime_reads()
    {
        var graph = new OnnxGraph(2, 2);
        graph.Finish("Relu", OnnxGraph.Input);
        using var session = new InferenceSession(graph.ToModel([new("schema", "abc"), new("horizons", "5,15")]));

        Assert.That(session.ModelMetadata.CustomMetadataMap, Is.EqualTo(new Dictionary<string, string> { ["schema"] = "abc", ["horizons"] = "5,15" }));
    }

    private static System.Collections.Immutable.ImmutableArray<DecisionTree> Trees(TreeBooster booster) => TreeText.Parse(booster.ToText());

    private static float[] Run(byte[] model, FeatureTable rows)
    {
        using var session = new InferenceSession(model);
        using var input = OrtValue.CreateTensorValueFromMemory(rows.Values.ToArray(), [rows.Rows, rows.Columns]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [OnnxGraph.Input], [input], [OnnxGraph.Output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static void AssertColumn(float[] answers, int column, double[] expected)
    {
        var worst = expected.Select((e, row) => Math.Abs(answers[row * 3 + column] - e) / Math.Max(1, Math.Abs(e))).Max();
        Assert.That(worst, Is.LessThan(1e-4), $"column {column}");
    }
}
