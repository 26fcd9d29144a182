using Microsoft.Extensions.Time.Testing;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Units;
using Signals.Prediction.Ladder;
using Signals.Prediction.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Prediction.Ladder;

/// <summary>What can go wrong with a model, one test each: the forecast goes on, the ladder steps, event and status say why, and the way back is automatic.</summary>
[TestFixture, Category("Unit")]
public sealed class ModelFaultTests
{
    [Test]
    public async Task Missing_model_leaves_the_floor_and_speaks_once_its_file_is_there()
    {
        using var folder = new TemporaryDirectory();
        using var slot = new ModelSlot();
        Assert.That(slot.TryLoad(folder.File("m.onnx")), Is.False);
        using var service = new Service(slot);
        await service.Run.RunAsync(10);
        AssertFloor(service.Run, ForecastCause.NoModel);

        await File.WriteAllBytesAsync(folder.File("m.onnx"), TestModels.Linear());
        Assert.That(slot.TryLoad(folder.File("m.onnx")), Is.True);
        await service.Run.RunAsync(ForecastLimits.Default.GoodSecondsToReturn + 2);
        AssertModel(service.Run);
        Assert.That(service.Run.Events, Is.EqualTo(new[] { (ForecastSource.Persistence, ForecastCause.NoModel), (ForecastSource.Model, ForecastCause.None) }));
    }

    [Test]
    public async Task Risks_are_those_of_the_worst_lane_group_and_unknown_without_the_model()
    {
        using var slot = new ModelSlot();
        using var service = new Service(slot);
        await service.Run.RunAsync(3);
        Assert.That((service.Run.Ladder.Status.SpillbackRisk, service.Run.Ladder.Status.OverloadRisk), Is.EqualTo((double.NaN, double.NaN)));

        slot.Replace(new ScriptedModel((_, outputs) =>
        {
            Array.Fill(outputs, 12);
            (outputs[ForecastOutputs.Spillback(1)], outputs[ForecastOutputs.Count + ForecastOutputs.Spillback(1)]) = (0.2f, 0.7f);
            (outputs[ForecastOutputs.Overload(1)], outputs[ForecastOutputs.Count + ForecastOutputs.Overload(1)]) = (0.9f, 0.1f);
        }));
        await service.Run.RunAsync(ForecastLimits.Default.GoodSecondsToReturn + 2);
        Assert.That(service.Run.Ladder.Status.SpillbackRisk, Is.EqualTo(0.7).Within(1e-6));
        Assert.That(service.Run.Ladder.Status.OverloadRisk, Is.EqualTo(0.9).Within(1e-6));
    }

    /// <summary>Configuration <c>prediction: risks</c>: the planner is told the floor, and the model still warns.</summary>
    [Test]
    public async Task Model_that_only_warns_leaves_arrivals_to_the_floor()
    {
        var model = new ScriptedModel((_, outputs) =>
        {
            Array.Fill(outputs, 999);
            outputs[ForecastOutputs.Spillback(1)] = outputs[ForecastOutputs.Count + ForecastOutputs.Spillback(1)] = 0.6f;
        });
        var run = new LadderRun(new DirectDesk(model, 2), ForecastSource.HistoricRatio);
        await run.RunAsync(ForecastLimits.Default.GoodSecondsToReturn + 2);

        Assert.That(run.Ladder.Status.SpillbackRisk, Is.EqualTo(0.6).Within(1e-6));
        Assert.That(run.Forecasts.ToArray().Select(f => (f.Source > ForecastSource.Model, f.In60s < 900)), Is.All.EqualTo((true, true)));
        Assert.That(run.Ladder.Status.Cause, Is.EqualTo(ForecastCause.Configured));
    }

    [Test]
    public async Task Corrupt_model_is_refused_and_the_one_in_force_goes_on()
    {
        using var folder = new TemporaryDirectory();
        using var slot = new ModelSlot();
        slot.Replace(OnnxCongestionModel.Load("good", TestModels.Linear()));
        using var service = new Service(slot);
        await service.Run.RunAsync(5);

        var good = TestModels.Linear(2);
        await File.WriteAllBytesAsync(folder.File("m.onnx"), good[..(good.Length / 2)]);
        Assert.That(slot.TryLoad(folder.File("m.onnx")), Is.False);
        Assert.That(slot.Problem, Does.Contain("m.onnx"));
        await service.Run.RunAsync(5);
        AssertModel(service.Run);
    }

    [Test]
    public async Task Model_of_another_schema_is_refused_with_the_reason_and_the_floor_speaks()
    {
        using var folder = new TemporaryDirectory();
        using var slot = new ModelSlot();
        using var service = new Service(slot);
        await File.WriteAllBytesAsync(folder.File("m.onnx"), TestModels.Linear(change: p => p[ModelMetadata.SchemaKey] = "0"));
        Assert.That(slot.TryLoad(folder.File("m.onnx")), Is.False);
        Assert.That(slot.Problem, Does.Contain("another feature schema"));
        await service.Run.RunAsync(5);
        AssertFloor(service.Run, ForecastCause.NoModel);

        slot.Replace(OnnxCongestionModel.Load("good", TestModels.Linear()));
        await service.Run.RunAsync(ForecastLimits.Default.GoodSecondsToReturn + 2);
        AssertModel(service.Run);
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void Answer_that_is_no_number_is_never_used_and_silences_the_model_until_it_is_well(float bad)
    {
        var wrong = false;
        using var desk = new DirectDesk(new ScriptedModel((_, outputs) => Array.Fill(outputs, wrong ? bad : 7)), 2);
        var run = new LadderRun(desk);
        run.Run(5);
        AssertModel(run);

        wrong = true;
        run.Run(1);
        AssertFloor(run, ForecastCause.Invalid);
        run.Run(4);
        wrong = false;
        run.Run(ForecastLimits.Default.GoodSecondsToReturn - 1);
        AssertFloor(run, ForecastCause.Invalid);
        run.Run(1);
        AssertModel(run);
        Assert.That(run.Ladder.Status.Invalid, Is.EqualTo(5));
        Assert.That(run.Events.Select(e => e.Cause), Is.EqualTo(new[] { ForecastCause.None, ForecastCause.Invalid, ForecastCause.None }));
    }

    [Test]
    public async Task Stall_of_fifty_milliseconds_is_counted_and_silences_the_model_while_it_lasts()
    {
        var time = new FakeTimeProvider();
        var stall = TimeSpan.Zero;
        using var slot = new ModelSlot();
        slot.Replace(new ScriptedModel((_, outputs) =>
        {
            time.Advance(stall);
            Array.Fill(outputs, 7);
        }));
        using var service = new Service(slot, time);
        await service.Run.RunAsync(3);
        AssertModel(service.Run);

        stall = TimeSpan.FromMilliseconds(50);
        await service.Run.RunAsync(2);
        AssertModel(service.Run, "two late answers are bad luck");
        await service.Run.RunAsync(3);
        AssertFloor(service.Run, ForecastCause.Late);
        Assert.That(service.Run.Ladder.Status.Late, Is.EqualTo(5));

        stall = TimeSpan.FromMilliseconds(1);
        await service.Run.RunAsync(ForecastLimits.Default.GoodSecondsToReturn);
        AssertModel(service.Run);
    }

    [Test]
    public async Task Model_that_hangs_delays_nobody_and_its_old_answer_is_used_for_three_seconds()
    {
        using var goOn = new ManualResetEventSlim(true);
        using var slot = new ModelSlot();
        slot.Replace(new ScriptedModel((_, outputs) =>
        {
            goOn.Wait();
            Array.Fill(outputs, 7);
        }));
        using var service = new Service(slot);
        await service.Run.RunAsync(3);
        goOn.Reset();
        service.Run.BetweenAsync = null;
        service.Run.Run(2);
        AssertModel(service.Run);
        Assert.That(service.Run.Forecasts[0].Age.TotalSeconds, Is.EqualTo(2.1).Within(0.01));
        service.Run.Run(1);
        AssertFloor(service.Run, ForecastCause.Late, ForecastCause.Stale);
        goOn.Set();
    }

    [Test]
    public void Inputs_unlike_the_training_silence_the_model_after_three_windows()
    {
        var shape = new InputShape(FeatureColumn.Queue, [0, 10], [0, 1, 0]);
        using var desk = new DirectDesk(new ScriptedModel((_, outputs) => Array.Fill(outputs, 12)) { Metadata = TestModels.Metadata() with { InputShapes = [shape] } }, 2);
        var queue = 5f;
        var run = new LadderRun(desk) { Spoil = rows => (rows[FeatureColumn.Queue], rows[FeatureColumn.Count + FeatureColumn.Queue]) = (queue, queue) };
        run.Run(400);
        AssertModel(run);

        queue = 80;
        run.Run(600);
        AssertModel(run, "two windows are an incident, not a drift");
        run.Run(600);
        AssertFloor(run, ForecastCause.Inputs);

        queue = 5;
        run.Run(1300);
        AssertModel(run);
    }

    [Test]
    public void Model_that_is_worse_than_the_floor_is_silenced_and_comes_back_when_it_is_better()
    {
        var answer = 12f;
        using var desk = new DirectDesk(new ScriptedModel((_, outputs) => Array.Fill(outputs, answer)), 2);
        var run = new LadderRun(new WideIntervals(desk));
        var second = 0;
        run.Spoil = _ => run.PerMinute = second++ % 120 < 60 ? 8 : 16; // the floor carries on what was, so it always errs
        run.Run(700);
        AssertModel(run);

        answer = 60;
        run.Run(4200);
        AssertFloor(run, ForecastCause.Errors);
        Assert.That(run.Ladder.Status.ErrorRatio, Is.GreaterThan(1.1));

        answer = 12;
        run.Run(5000);
        AssertModel(run);
    }

    private static void AssertModel(LadderRun run, string? why = null)
    {
        Assert.That((run.Ladder.Status.Source, run.Ladder.Status.Cause), Is.EqualTo((ForecastSource.Model, ForecastCause.None)), why);
        Assert.That(run.Forecasts[0].Source, Is.EqualTo(ForecastSource.Model), why);
    }

    private static void AssertFloor(LadderRun run, params ForecastCause[] causes)
    {
        Assert.That(run.Ladder.Status.Cause, Is.AnyOf([.. causes.Cast<object>()]));
        Assert.That(run.Forecasts[0].Source, Is.Not.EqualTo(ForecastSource.Model));
        Assert.That(run.Events[^1].Cause, Is.EqualTo(run.Ladder.Status.Cause));
    }

    [Test]
    public void Intervals_that_hold_too_little_silence_the_model()
    {
        using var desk = new DirectDesk(new ScriptedModel((_, outputs) => Array.Fill(outputs, 12)), 2);
        var run = new LadderRun(desk);
        var second = 0;
        run.Spoil = _ => run.PerMinute = second++ % 120 < 60 ? 8 : 16;
        run.Run(2000);
        AssertFloor(run, ForecastCause.Coverage);
        Assert.That(run.Ladder.Status.Coverage, Is.LessThan(0.6));
    }

    /// <summary>Intervals from 0 to 100, whatever the model answers.</summary>
    private sealed class WideIntervals(IForecastDesk desk) : IForecastDesk
    {
        public ReadOnlySpan<InputShape> InputShapes => desk.InputShapes;

        public void Post(ReadOnlySpan<float> rows, Instant at) => desk.Post(rows, at);

        public DeskAnswer Take(Span<float> into)
        {
            var answer = desk.Take(into);
            for (var row = 0; row < into.Length; row += ForecastOutputs.Count)
            {
                (into[row + ForecastOutputs.Low(3)], into[row + ForecastOutputs.High(3)]) = (0, 100);
            }

            return answer;
        }
    }

    /// <summary>A worker and its ladder; each second waits until the question has been dealt with.</summary>
    private sealed class Service : IDisposable
    {
        private readonly PredictionWorker _worker;
        private readonly float[] _outputs = new float[2 * ForecastOutputs.Count];

        public Service(ModelSlot slot, TimeProvider? time = null)
        {
            _worker = new PredictionWorker(slot, time ?? new FakeTimeProvider());
            var desk = _worker.Open(2);
            Run = new LadderRun(desk);
            Run.BetweenAsync = () => Eventually.IsTrue(
                () => desk.Take(_outputs).At == Run.Now, "the question is dealt with");
        }

        public LadderRun Run { get; }

        public void Dispose() => _worker.Dispose();
    }
}
