using Signals.Prediction.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Prediction.Running;

[TestFixture, Category("Unit")]
public sealed class ShippedModelTests
{
    private static readonly string Card = Path.Combine(Repository.Root, "Intersection.Actors", "Prediction", "Models", "congestion.md");

    [Test]
    public void Shipped_model_passes_every_check_of_a_load_and_is_the_one_that_its_card_describes()
    {
        using var model = ShippedModel.Load();

        Assert.That(File.ReadAllText(Card), Does.Contain(model.Fingerprint).And.Contain(model.Metadata.TrainingData));
        Assert.That(model.Metadata.InputShapes, Is.Not.Empty);
    }

    [Test]
    public void Shipped_model_is_small() =>
        Assert.That(new FileInfo(Path.ChangeExtension(Card, ".onnx")).Length, Is.LessThan(5 * 1024 * 1024));
}
