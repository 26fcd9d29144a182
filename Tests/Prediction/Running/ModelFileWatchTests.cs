using Signals.Prediction.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Prediction.Running;

[TestFixture, Category("Unit")]
public sealed class ModelFileWatchTests
{
    [Test]
    public void File_comes_in_once_it_stays_the_same_and_again_when_it_has_changed()
    {
        using var folder = new TemporaryDirectory();
        using var slot = new ModelSlot();
        var path = folder.File("m.onnx");
        var watch = new ModelFileWatch(path, slot);
        Assert.That(watch.Look(), Is.False, "no file");

        Write(path, TestModels.Linear(), 1);
        Assert.That(watch.Look(), Is.False, "it may still be written");
        Assert.That(watch.Look(), Is.True);
        var first = slot.Current;
        Assert.That(first, Is.Not.Null);
        Assert.That(watch.Look(), Is.False, "nothing has changed");

        Write(path, TestModels.Linear(2), 2);
        watch.Look();
        Assert.That(watch.Look(), Is.True);
        Assert.That(slot.Current, Is.Not.SameAs(first));
    }

    [Test]
    public void Bad_file_is_tried_once_and_a_good_one_after_it_comes_in()
    {
        using var folder = new TemporaryDirectory();
        using var slot = new ModelSlot();
        var path = folder.File("m.onnx");
        var watch = new ModelFileWatch(path, slot);
        Write(path, [1, 2, 3], 1);
        watch.Look();
        Assert.That(watch.Look(), Is.True);
        Assert.That(slot.Problem, Is.Not.Empty);
        Assert.That(watch.Look(), Is.False);

        Write(path, TestModels.Linear(), 2);
        watch.Look();
        Assert.That(watch.Look(), Is.True);
        Assert.That(slot.Problem, Is.Empty);
    }

    private static void Write(string path, byte[] bytes, int minute)
    {
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, minute, 0, DateTimeKind.Utc));
    }
}
