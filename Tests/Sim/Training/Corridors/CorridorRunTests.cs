using Signals.Core.Prediction;
using Signals.Core.Units;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Validation;

namespace Signals.Tests.Sim.Training.Corridors;

[TestFixture, Category("Integration")]
public class CorridorRunTests
{
    /// <summary>A fault that never happens would make every figure about lost detectors a figure about none.</summary>
    [TestCase(0.0, 0.0)]
    [TestCase(1.0, 1.0)]
    public void Lost_detectors_are_missing_in_the_rows(double lost, double missing)
    {
        var recorders = new CorridorRun(1, 0, ControllerChoice.Fixed, lost).Record(Duration.FromSeconds(240), 20, default);

        foreach (var recorder in recorders)
        {
            var rows = recorder.Kept[^1].Rows;
            for (var group = 0; group < recorder.Truth.Length; group++)
            {
                Assert.That(rows[group * FeatureColumn.Count + FeatureColumn.EstimateSource] > 0, Is.EqualTo(missing > 0), $"{recorder.Intersection.Id} {group}");
            }
        }
    }
}
