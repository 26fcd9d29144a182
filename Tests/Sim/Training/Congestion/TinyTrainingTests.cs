using Signals.Core.Prediction;
using Signals.Core.Units;
using Signals.Prediction.Running;
using Signals.Sim.Training.Congestion;
using Signals.Sim.Training.Reports;
using Signals.Sim.Validation;

namespace Signals.Tests.Sim.Training.Congestion;

/// <summary>The whole way of <c>sim train</c> in little: what comes out must load, answer as LightGBM does, and know more than
/// persistence at 15 s. One corridor teaches no more: how much traffic there is elsewhere, which decides longer horizons, takes many.</summary>
[TestFixture, Category("Integration")]
public class TinyTrainingTests
{
    /// <summary>Both corridors of this seed have two intersections, the fewest that are sampled.</summary>
    private const ulong SmallSeed = 3;

    private static readonly CongestionTraining Tiny = new()
    {
        Seed = SmallSeed,
        Corridors = 1,
        CalibrationCorridors = 1,
        Controllers = [ControllerChoice.Fixed, ControllerChoice.Actuated],
        Length = Duration.FromSeconds(1640),
        Stride = 3,
        Trees = HeadTrees.Of(20),
    };

    [Test]
    public void Trained_model_loads_in_the_running_system_and_beats_persistence_at_15_s_on_an_unseen_corridor()
    {
        var model = Tiny.Run(_ => { }, default);
        var study = new CongestionStudy { Corridors = 1, Length = Tiny.Length, Stride = Tiny.Stride, Lost = [0.1] };
        var evaluation = study.Evaluate(model.Bytes, _ => { }, default).Single();
        var report = new PredictorReport("tiny");
        report.Add(evaluation);

        using var loaded = OnnxCongestionModel.Load("tiny.onnx", model.Bytes);
        Assert.Multiple(() =>
        {
            Assert.That(model.Parity, Is.LessThan(GoldenVectors.Tolerance));
            Assert.That(loaded.Fingerprint, Is.EqualTo(model.Hash));
            var in15s = evaluation.Arrivals[1];
            Assert.That(in15s[^1].Mae, Is.LessThan(in15s[0].Mae), $"{in15s[0].Forecaster} at {in15s[0].Horizon}");
            Assert.That(evaluation.Events[3].Auc, Is.GreaterThan(0.6), "overload in 60 s is told from none");
            Assert.That(evaluation.Intervals.Select(i => i.Covers), Is.All.InRange(0.5, 1.0));
            Assert.That(ModelCard.Write(model, Tiny, report.ToMarkdown()), Does.Contain(model.Hash).And.Contain(FeatureSchema.Hash).And.Contain("HA x ratio"));
            Assert.That(report.ToHtml(), Does.Contain("<svg").And.Contain("calibration of events"));
        });
    }
}
