using Signals.Core.Prediction;
using Signals.Prediction.Running;

namespace Signals.Tests.Prediction.Running;

[TestFixture, Category("Unit")]
public sealed class OnnxCongestionModelTests
{
    [Test]
    public void Model_answers_every_row_whatever_their_number()
    {
        using var model = OnnxCongestionModel.Load("linear", TestModels.Linear());
        using var runner = model.NewRunner(8);
        foreach (var count in new[] { 1, 3, 8, 3 })
        {
            var flows = Enumerable.Range(1, count).Select(i => i * 0.1f).ToArray();
            TestModels.Rows(flows).CopyTo(runner.Inputs);
            var expected = from flow in flows from j in Enumerable.Range(1, ForecastOutputs.Count) select j * flow;
            Assert.That(runner.Run(count).ToArray(), Is.EqualTo(expected).Within(1e-5));
        }
    }

    [Test]
    public void Call_allocates_nothing_once_it_knows_the_number_of_rows()
    {
        using var model = OnnxCongestionModel.Load("linear", TestModels.Linear());
        using var runner = model.NewRunner(8);
        TestModels.Rows(1, 2, 3, 4, 5, 6, 7, 8).CopyTo(runner.Inputs);
        for (var i = 0; i < 10; i++)
        {
            runner.Run(8);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            runner.Run(8);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Runner_outlives_a_model_that_was_disposed()
    {
        var model = OnnxCongestionModel.Load("linear", TestModels.Linear());
        using var runner = model.NewRunner(1);
        model.Dispose();
        TestModels.Rows(1).CopyTo(runner.Inputs);
        Assert.That(runner.Run(1)[0], Is.EqualTo(1));
    }

    [Test]
    public void Bytes_that_are_no_model_are_refused() =>
        Assert.That(() => OnnxCongestionModel.Load("junk.onnx", [1, 2, 3, 4]), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("junk.onnx"));

    [Test]
    public void Model_of_another_schema_is_refused() =>
        Refused(TestModels.Linear(change: p => p[ModelMetadata.SchemaKey] = new string('0', 64)), "another feature schema");

    [Test]
    public void Model_with_other_inputs_is_refused() => Refused(TestModels.Linear(features: FeatureColumn.Count + 1), "the input is");

    [Test]
    public void Model_with_other_outputs_is_refused() => Refused(TestModels.Linear(outputs: 7), "the output is");

    [Test]
    public void Model_that_answers_otherwise_than_its_trainer_is_refused() =>
        Refused(TestModels.Linear(change: p => p[ModelMetadata.GoldenKey] = TestModels.Metadata(1.1f).Golden.ToText()), "golden vector 0");

    [Test]
    public void Damaged_file_never_comes_in()
    {
        var good = TestModels.Linear();
        for (var at = 0; at < good.Length; at += good.Length / 40)
        {
            var damaged = good[..at];
            Assert.That(() => OnnxCongestionModel.Load("cut", damaged), Throws.TypeOf<InvalidDataException>(), $"cut at {at}");
        }
    }

    private static void Refused(byte[] bytes, string reason) =>
        Assert.That(() => OnnxCongestionModel.Load("m.onnx", bytes), Throws.TypeOf<InvalidDataException>().With.Message.Contains(reason));
}
