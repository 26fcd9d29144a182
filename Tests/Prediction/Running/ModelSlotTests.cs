using Signals.Prediction.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Prediction.Running;

[TestFixture, Category("Unit")]
public sealed class ModelSlotTests
{
    [Test]
    public void Bad_candidate_changes_nothing_and_says_why()
    {
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "m.onnx");
        using var slot = new ModelSlot();
        Assert.That(slot.TryLoad(file), Is.False);
        Assert.That(slot.Problem, Does.Contain("m.onnx"));

        File.WriteAllBytes(file, TestModels.Linear());
        Assert.That(slot.TryLoad(file), Is.True);
        var first = slot.Current;
        File.WriteAllBytes(file, [9, 9, 9]);
        Assert.That(slot.TryLoad(file), Is.False);
        Assert.That(slot.Current, Is.SameAs(first));
        Assert.That(slot.Problem, Is.Not.Empty);
    }

    [Test]
    public void Previous_model_is_kept_and_the_one_before_it_let_go()
    {
        using var slot = new ModelSlot();
        ScriptedModel[] models = [Silent(), Silent(), Silent()];
        Assert.That(slot.GoBack(), Is.False);
        foreach (var model in models)
        {
            slot.Replace(model);
        }

        Assert.That(models.Select(m => m.IsDisposed), Is.EqualTo(new[] { true, false, false }));
        Assert.That(slot.GoBack(), Is.True);
        Assert.That(slot.Current, Is.SameAs(models[1]));
    }

    private static ScriptedModel Silent() => new((_, _) => { });
}
