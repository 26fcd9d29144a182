using Signals.Core.Prediction;
using Signals.Core.Units;
using Signals.Prediction.Running;
using Signals.Sim.Training.Congestion;
using Signals.Sim.Training.Reports;
using Signals.Sim.Validation;

namespace Signals.Tests.Sim.Training.Congestion;

/// <summary>The whole way of <c>sim train</c> in little: what comes out must load, answer as LightGBM does, and know more than persistence.</summary>
[TestFixture, Category("Integration")]
public class TinyTrainingTests
{
    private static readonly CongestionTraining Tiny = new()
    {
        Corridors = 1,
        CalibrationCorridors = 1,
        Controllers = [ControllerChoice.Fixed, ControllerChoice.Actuated],
        Length = Duration.FromSeconds(1750),
        Stride = 3,
        Trees = CongestionTrainer.DefaultTrees with { Trees = 25, Leaves = 15, LearningRate = 0.2, LeastInLeaf = 20 },
    };

    [Test]
    public void Trained_model_loads_in_the_running_system_and_beats_persistence_on_an_unseen_corridor()
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
            for (var horizon = 1; horizon < ForecastHorizons.Near; horizon++)
            {
                var scores = evaluation.Arrivals[horizon];
                Assert.That(scores[^1].Mae, Is.LessThan(scores[0].Mae), $"{scores[0].Forecaster} at {scores[0].Horizon}");
            }

            Assert.That(evaluation.Coverage, Is.All.InRange(0.5, 1.0));
            Assert.That(ModelCard.Write(model, Tiny, report.ToMarkdown()), Does.Contain(model.Hash).And.Contain(FeatureSchema.Hash).And.Contain("HA x ratio"));
            Assert.That(report.ToHtml(), Does.Contain("<svg").And.Contain("calibration of events"));
        });
    }
}
