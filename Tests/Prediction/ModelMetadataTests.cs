using Signals.Core.Prediction;

namespace Signals.Tests.Prediction;

[TestFixture, Category("Unit")]
public sealed class ModelMetadataTests
{
    [Test]
    public void Metadata_come_back_as_they_were_written()
    {
        var written = Sample();
        var read = ModelMetadata.Parse(written.ToProperties());

        Assert.Multiple(() =>
        {
            Assert.That(read.Commit, Is.EqualTo(written.Commit));
            Assert.That(read.TrainingWindow, Is.EqualTo(written.TrainingWindow));
            Assert.That(read.Golden.Inputs, Is.EqualTo(written.Golden.Inputs));
            Assert.That(read.Golden.Outputs, Is.EqualTo(written.Golden.Outputs));
            Assert.That(read.InputShapes[0].Column, Is.EqualTo(FeatureColumn.Queue));
            Assert.That(read.InputShapes[0].Edges, Is.EqualTo(written.InputShapes[0].Edges));
            Assert.That(read.InputShapes[0].Shares, Is.EqualTo(written.InputShapes[0].Shares));
        });
    }

    [TestCase(ModelMetadata.SchemaKey, "another feature schema")]
    [TestCase(ModelMetadata.HorizonsKey, "other horizons")]
    [TestCase(ModelMetadata.OutputsKey, "other outputs")]
    [TestCase(ModelMetadata.GoldenKey, "golden vectors")]
    [TestCase(ModelMetadata.InputShapeKey, "input shape")]
    public void Model_of_another_contract_is_refused_with_the_reason(string key, string reason)
    {
        var properties = new Dictionary<string, string>(Sample().ToProperties()) { [key] = "else" };
        Assert.That(() => ModelMetadata.Parse(properties), Throws.TypeOf<InvalidDataException>().With.Message.Contains(reason));
    }

    [TestCase(ModelMetadata.SchemaKey)]
    [TestCase(ModelMetadata.CommitKey)]
    [TestCase(ModelMetadata.GoldenKey)]
    public void Missing_entry_is_named(string key)
    {
        var properties = new Dictionary<string, string>(Sample().ToProperties());
        properties.Remove(key);
        Assert.That(() => ModelMetadata.Parse(properties), Throws.TypeOf<InvalidDataException>().With.Message.Contains(key));
    }

    [TestCase(1f, 1.0009f, true)]
    [TestCase(1f, 1.002f, false)]
    [TestCase(100f, 100.09f, true)]
    [TestCase(100f, 100.2f, false)]
    [TestCase(1f, float.NaN, false)]
    public void Golden_answer_agrees_within_float32_sums(float golden, float answer, bool expected) =>
        Assert.That(GoldenVectors.Agrees(golden, answer), Is.EqualTo(expected));

    private static ModelMetadata Sample()
    {
        var inputs = Enumerable.Range(0, FeatureColumn.Count).Select(i => i % 7 == 0 ? float.NaN : i * 0.1f).ToArray();
        return new ModelMetadata
        {
            TrainingWindow = "1 h of a Monday",
            TrainingData = "made up",
            Commit = "abc1234",
            Seed = "7",
            Golden = new GoldenVectors(inputs, [.. Enumerable.Range(0, ForecastOutputs.Count).Select(i => i / 3f)]),
            InputShapes = [new InputShape(FeatureColumn.Queue, [0, 1.5f, 4], [0.5f, 0.2f, 0.2f, 0.1f])],
        };
    }
}
