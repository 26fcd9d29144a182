using Signals.Core.Prediction;
using Signals.Prediction.Ladder;
using Signals.Sim.Training;
using Signals.Sim.Training.Congestion;

namespace Signals.Tests.Sim.Training.Congestion;

[TestFixture, Category("Unit")]
public class ModelExportTests
{
    /// <summary>Most lane groups have no queue most of the time: zero is the best known value of all, and only what is beyond the range is new.</summary>
    [TestCase(0, 0)]
    [TestCase(40, 0)]
    [TestCase(90, 1)]
    public void Only_inputs_beyond_the_range_of_training_are_novel(float queue, double novelty)
    {
        var rows = new FeatureTable(FeatureColumn.Count, 1000);
        for (var i = 0; i < 1000; i++)
        {
            rows.Append()[FeatureColumn.Queue] = i < 600 ? 0 : (i - 600) / 5f;
        }

        var row = new float[FeatureColumn.Count];
        Array.Fill(row, float.NaN);
        row[FeatureColumn.Queue] = queue;
        var watch = new InputWatch();
        watch.Note(row, [InputShape.Parse(ModelExport.Shape(rows, FeatureColumn.Queue).ToText())]);

        Assert.That(watch.Novelty, Is.EqualTo(novelty));
    }
}
